"""Every change in workflow design."""
