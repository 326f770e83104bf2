"""Pictures that the server draws; each stands beside a list or table that says the same."""
