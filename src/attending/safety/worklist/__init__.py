"""What safety asks of people."""
