"""What strategy asks of people."""
