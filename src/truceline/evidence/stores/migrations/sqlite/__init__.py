"""The forms of a ledger file, each made out of the one before it."""
