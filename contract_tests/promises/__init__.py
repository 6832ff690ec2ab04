"""The ledger: everything that a document promises, row by row, and what a run says of each.

row (what a row is, and what proves it) < constraints (keywords of schemas) < prose, rules, requests, answers > ledger (all rows)
evidence (what a run saw) > weigh > verdicts (rows to promises with their verdicts)
"""
