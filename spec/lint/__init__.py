"""Defects of a document that break tools and people, each with its place, its reason and, where there is one, its correction.

    document -> subject (what rules ask of it) -> rules, theme by theme -> problems -> a report, or corrections in the overlay

The rules bear Spectral's ids where Spectral has them. Its engine and its kin (vacuum, Redocly) are no Python; what PyPI has of
linters for OpenAPI wraps them or checks the OpenAPI schema alone, which `spec.metaschema` does.
"""
