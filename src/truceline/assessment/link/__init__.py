"""Words to agreement: what a report's actors, areas, classes and distances mean for a provision."""
