"""Readers: each reads claims in its own way, behind one protocol."""
