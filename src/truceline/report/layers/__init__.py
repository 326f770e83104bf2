"""Layers of a map as GeoJSON: lines with their error, zones, incidents with doubt, looks."""
