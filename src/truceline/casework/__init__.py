"""The verbs, done on a casefile: what every door calls."""
