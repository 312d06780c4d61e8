"""What waits for somebody in workflow design."""
