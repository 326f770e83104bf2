"""Where a ledger's entries lie."""
