"""README.md as a test: what reads it, and the tests of both."""
