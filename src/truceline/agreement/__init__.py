"""What was promised: papers, parties, lines, zones, provisions."""
