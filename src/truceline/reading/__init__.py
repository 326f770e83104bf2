"""What was said: from a page to claims with source chains."""
