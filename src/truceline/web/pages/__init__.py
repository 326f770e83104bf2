"""One file a page: each holds the router of its addresses and no thought of its own."""
