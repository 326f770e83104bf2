"""Places: names, areas, distances and bearings as points with a radius of doubt."""
