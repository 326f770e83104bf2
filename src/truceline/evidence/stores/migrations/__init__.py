"""The steps from one form of a store to the next, in alembic's order."""
