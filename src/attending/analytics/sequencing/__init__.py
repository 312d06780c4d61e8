"""Sequencing: which initiatives start in which quarter, within what the organisation can carry, and why.

A mixed-integer plan over quarters with capabilities that initiatives build for one another (project portfolio selection
with interdependent timing: Stummer & Heidenberger 2003; Liesio, Mild & Salo 2008; review Liesio et al. 2021).
"""

from attending.analytics.sequencing.alternatives import Alternatives, alternatives
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
from attending.analytics.sequencing.edits import Edit, edit, edit_at_once
from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.gives import Gives, gives
from attending.analytics.sequencing.greedy import greedy
from attending.analytics.sequencing.groups import Group
from attending.analytics.sequencing.infeasible import Conflict, conflict
from attending.analytics.sequencing.initiative import Capability, Initiative
from attending.analytics.sequencing.limit_prices import LimitPrice, limit_prices
from attending.analytics.sequencing.plan import SCHEMA, NoPlan, NotFound, Plan, Scheduled, plan_of
from attending.analytics.sequencing.problem import ALL_TIERS, LARGEST, Limits, Problem
from attending.analytics.sequencing.reasons_local import Reason, reasons
from attending.analytics.sequencing.replan import Progress, replanned
from attending.analytics.sequencing.robust import Robust, Robustness, robust
from attending.analytics.sequencing.solve import preview, solve
from attending.analytics.sequencing.spans import Span
from attending.analytics.sequencing.timeline import LimitPlace, Starts, available_from, usage, value_of
from attending.analytics.sequencing.wishes import After, EitherOr, Must, Never, StartIn, Together, Wish
from attending.analytics.sequencing.words import (
    say_breach,
    say_group,
    say_number,
    say_place,
    say_reason,
    say_span,
    say_wish,
)
from attending.analytics.sequencing.worth import Worth, worths

__all__ = [
    "ALL_TIERS",
    "LARGEST",
    "SCHEMA",
    "After",
    "Alternatives",
    "Breach",
    "BrokenWish",
    "Capability",
    "Conflict",
    "Edit",
    "Effort",
    "EitherOr",
    "Gives",
    "Group",
    "Initiative",
    "LimitPlace",
    "LimitPrice",
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
    "Progress",
    "Reason",
    "Robust",
    "Robustness",
    "Scheduled",
    "Span",
    "StartIn",
    "Starts",
    "Together",
    "Unsound",
    "Wish",
    "Worth",
    "already_over",
    "alternatives",
    "available_from",
    "breaches",
    "conflict",
    "edit",
    "edit_at_once",
    "gives",
    "greedy",
    "limit_prices",
    "obstacles",
    "plan_of",
    "preview",
    "reasons",
    "replanned",
    "robust",
    "say_breach",
    "say_group",
    "say_number",
    "say_place",
    "say_reason",
    "say_span",
    "say_wish",
    "set_aside",
    "solve",
    "usage",
    "value_of",
    "worths",
]
