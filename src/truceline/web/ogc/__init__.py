"""OGC API Features: the casefile as collections that any map program reads."""
