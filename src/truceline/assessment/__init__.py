"""What follows: findings, with every factor shown."""
