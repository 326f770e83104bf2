"""What was seen: observations, incidents, coverage."""
