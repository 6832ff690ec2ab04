"""Servers that are wrong in one way each, and servers that are unusual and right: what the contract tests are tested with."""
