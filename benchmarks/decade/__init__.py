"""Ten years of reports: what a whole judgement costs, and what one new report costs."""
