"""Is everything that one schema accepts accepted by another: proved, refuted by a value, or not decided."""
