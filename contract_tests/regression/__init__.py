"""Would a changed document break its customers: facts, proofs, a policy, and the reports of it."""
