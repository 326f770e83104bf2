"""The API for programs: /api/v1, everything the pages do, as JSON."""
