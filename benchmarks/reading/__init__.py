"""How fast articles are read, beside peers that find times, places and quantities."""
