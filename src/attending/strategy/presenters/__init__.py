"""Rows for the pages of strategy, ready to print."""
