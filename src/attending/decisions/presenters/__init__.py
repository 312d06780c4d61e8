"""Flat, already formatted rows for pages and papers."""
