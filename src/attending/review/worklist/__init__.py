"""What the review room asks of people."""
