"""Instances of a schema: what the mock answers where a document gives no example and no rule, and what tests start from.

    schema > shapes (what holds at once) > builder (one attempt) > search (corrected until it is valid)

Every sample is checked by the validator that the caller brings. Time and memory are bounded for any schema: see `budget`.
"""

from spec.samples.search import IsValid, NoSample, dynamic, least, static

__all__ = ["IsValid", "NoSample", "dynamic", "least", "static"]
