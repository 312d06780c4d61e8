"""The forms of strategy."""
