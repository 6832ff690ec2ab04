"""Instances of a schema: what the mock answers where a document gives no example and no rule.

    schema > shapes (what holds at once) > builder (one attempt) > search (corrected until it is valid)

Every sample is checked by the validator that the caller brings. Time and memory are bounded for any schema: see `budget`.
"""

from mock_server.samples.search import IsValid, NoSample, dynamic, static

__all__ = ["IsValid", "NoSample", "dynamic", "static"]
