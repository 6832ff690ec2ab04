"""Hypothesis, one search at a time.

Python 3.11 keeps one count of how deep its parser is for all threads, and Hypothesis parses the sources of lambdas: two searches
at one time end in a SystemError (https://github.com/python/cpython/issues/106905).
"""

import threading

ONE_AT_A_TIME = threading.Lock()
