"""Speech: who says what, with which words."""
