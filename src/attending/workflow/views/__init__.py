"""The pages of workflow design."""
