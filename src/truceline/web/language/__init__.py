"""The words of the pages in several languages, one catalogue a page and language."""
