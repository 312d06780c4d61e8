"""Panels, ready to print."""
