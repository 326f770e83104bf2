"""Words: sentences, tokens, tags, verb groups, and the lists that lie beside the code."""
