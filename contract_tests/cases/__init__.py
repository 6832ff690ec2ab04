"""Values at the limits of schemas and just past them: pure functions from a schema and a value that it allows.

places (where in a value which schema applies) > candidates (values that a keyword invites) > boundaries (judged, named cases)
"""
