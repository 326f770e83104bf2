"""One kind of provision a file."""
