"""Pure decisions of workflow design."""
