"""The web door under load."""
