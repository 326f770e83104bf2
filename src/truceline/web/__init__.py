"""The web door: a monitor's desk in the browser, on the same casefile, with no request elsewhere."""
