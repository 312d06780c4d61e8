"""Concerns and incidents, flat and ready to print."""
