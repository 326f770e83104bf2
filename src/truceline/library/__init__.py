"""Real agreements, one folder each: data, no Python."""
