"""The ledger: everything that a document promises, row by row, and what a run says of each.

row (what a row is, what proves it) < constraints (keywords of schemas) < prose, rules, requests, answers < ledger (all rows)
evidence (what a run saw) < standing (how it stands with a promise) < verdicts (rows to promises with their verdicts)
"""
