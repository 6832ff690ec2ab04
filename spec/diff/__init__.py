"""What changed between two documents: facts with their places, and no opinion of them."""
