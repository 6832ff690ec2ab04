"""Documents: the vendored data, and the code that understands a document."""
