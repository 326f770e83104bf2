"""The steps of a ledger on a server; each runs a file of SQL that a person can read."""
