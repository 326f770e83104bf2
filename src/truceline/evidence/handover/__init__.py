"""What is handed on: bundles that are checked without Truceline."""
