"""What the inventory can say about a use case or a deployment."""
