"""The web door: a desk in the browser, on the same casefile, with no request to elsewhere."""
