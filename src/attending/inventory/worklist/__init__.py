"""What the inventory asks of people."""
