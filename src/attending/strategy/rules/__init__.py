"""The decisions of strategy that need no database."""
