"""Verdicts: properties of a document, held against any deployment of it.

This package reads the document itself and never imports the mock: the judge does not know the judged. A constraint that the
mock's compiler loses must surface here as a finding.
"""
