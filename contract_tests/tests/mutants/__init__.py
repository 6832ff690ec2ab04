"""Generic mutants: a correct app of any document, wrapped so that one thing is wrong with it.

http (whole messages, a server) < mutant (what a mutant is, whose request it is) < answers, requests (the kinds) < catalog (all of
a document's). `bookshop` is a small app to wrap, with a document of its own.
"""
