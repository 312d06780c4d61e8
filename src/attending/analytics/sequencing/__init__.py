"""Sequencing: which initiatives start in which quarter, within what the organisation can carry, and why.

A mixed-integer plan over quarters with capabilities that initiatives build for one another (project portfolio selection
with interdependent timing: Stummer & Heidenberger 2003; Liesio, Mild & Salo 2008; review Liesio et al. 2021).
"""

from attending.analytics.sequencing.audit import (
    Breach,
    BrokenWish,
    MissingCapability,
    OutsideWindow,
    Overrun,
    already_over,
    breaches,
)
from attending.analytics.sequencing.check import Obstacle, Unsound, obstacles, set_aside
from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.groups import Group, say_group, say_place, say_wish
from attending.analytics.sequencing.initiative import Capability, Initiative
from attending.analytics.sequencing.plan import SCHEMA, NoPlan, NotFound, Plan, Scheduled, plan_of
from attending.analytics.sequencing.problem import ALL_TIERS, LARGEST, Limits, Problem
from attending.analytics.sequencing.solve import solve
from attending.analytics.sequencing.timeline import LimitPlace, Starts, available_from, usage, value_of
from attending.analytics.sequencing.wishes import After, EitherOr, Must, Never, StartIn, Together, Wish

__all__ = [
    "ALL_TIERS",
    "LARGEST",
    "SCHEMA",
    "After",
    "Breach",
    "BrokenWish",
    "Capability",
    "Effort",
    "EitherOr",
    "Group",
    "Initiative",
    "LimitPlace",
    "Limits",
    "MissingCapability",
    "Must",
    "Never",
    "NoPlan",
    "NotFound",
    "Obstacle",
    "OutsideWindow",
    "Overrun",
    "Plan",
    "Problem",
    "Scheduled",
    "StartIn",
    "Starts",
    "Together",
    "Unsound",
    "Wish",
    "already_over",
    "available_from",
    "breaches",
    "obstacles",
    "plan_of",
    "say_group",
    "say_place",
    "say_wish",
    "set_aside",
    "solve",
    "usage",
    "value_of",
]
