"""Attending: where clinicians lead a health system's AI."""

__version__ = "0.1.0"
