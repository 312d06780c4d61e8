"""What workflow design answers for about a use case or a deployment."""
