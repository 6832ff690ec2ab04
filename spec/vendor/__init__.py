"""A vendored document, taken from where it is published: files, addresses, pages of documentation and indexes of these."""
