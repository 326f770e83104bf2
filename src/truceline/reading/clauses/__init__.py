"""Clauses: the parts of a sentence that can carry a claim, their kind, modality and codes."""
