"""What a review may conclude, without a database."""
