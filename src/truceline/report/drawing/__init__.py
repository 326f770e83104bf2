"""The map sheet: projection, layers, labels, legend, furniture."""
