"""What was kept: documents, their bytes, and the append-only ledger."""
