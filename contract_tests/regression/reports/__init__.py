"""The forms of a verdict. Each module has `render(verdict)`; texts of documents are never markup in any of them."""
