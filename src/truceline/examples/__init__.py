"""Invented material for the tour, the examples and teaching."""
