"""Rows for the pages of workflow design."""
