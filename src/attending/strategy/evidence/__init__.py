"""What strategy answers for about a use case."""
