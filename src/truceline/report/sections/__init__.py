"""The sections of a report as a page, one file each."""
