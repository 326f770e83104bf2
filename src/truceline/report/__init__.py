"""What is told: reports, maps, explanations."""
