"""One module for each form of a report. Texts in a result come partly from servers: each form escapes what would be markup or a
command there.
"""
