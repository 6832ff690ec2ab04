"""Errors in the document's own shape.

candidates (which schema) > form (which member takes what) > render (filled in, checked, written)
"""

from mock_server.problems.render import Problems

__all__ = ["Problems"]
