"""Positions at scale, measured beside named peers in one run."""
