"""What a map should still settle before people rely on it, in plain words: what is wrong, where, and what to do."""

from attending.maps.lint.finding import Finding, Weight
from attending.maps.lint.rules import RULES, lint

__all__ = ["RULES", "Finding", "Weight", "lint"]
