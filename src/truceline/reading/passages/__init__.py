"""Passages: a reading as plain records, for each stage."""
