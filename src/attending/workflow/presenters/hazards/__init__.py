"""Rows for the pages of hazards."""
