"""Every read in workflow design."""
