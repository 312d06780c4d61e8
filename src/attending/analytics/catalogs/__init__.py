"""Facts as data: what the rooms show and judge by, in TOML files with typed loaders."""

from attending.analytics.catalogs.measure import Advice, Direction, Measure, Tier, measures

__all__ = ["Advice", "Direction", "Measure", "Tier", "measures"]
