"""Amounts: numbers with their units, and the arms and forces they count."""
