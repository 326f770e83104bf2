"""Times: expressions of time as intervals against the day of publication."""
