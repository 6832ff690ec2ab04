"""The rules, a module for each theme."""
