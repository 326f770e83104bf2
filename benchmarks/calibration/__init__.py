"""Invented worlds whose truth is known, and how well anybody's judgement of them is calibrated."""
