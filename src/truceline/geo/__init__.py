"""Ground: places, lines and zones, in metres on WGS 84."""
