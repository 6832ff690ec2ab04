"""How fast the mock is, as ratios to a server that does nothing: `make bench`, or `python -m mock_server.benchmarks --help`.

No tests: figures of a busy machine say little, and ratios of rounds that alternate say enough.
"""
