"""The policy as data: one row for each kind of change, by area, and the search for the row that speaks of a change."""
