"""Pages: the lines of an article told from the rest, and the date of its publication."""
