"""The alert queue: can the team carry what a threshold brings, and which threshold is then best?

Time runs in minutes. Patients come as a Poisson process with a rate for each hour; scores and outcomes follow the
validation; who scores at or above the threshold becomes an alert, which waits until somebody on duty begins with it.

A page asks for a `sweep` once, in the background, and keeps it as a record: it answers at every point of its grid.
For any other team `draw_cohort` draws the same patients again from the seed in a tenth of a second (they are kept in
memory, never stored), and `what_if` answers in milliseconds, exactly as the sweep would.
"""

from attending.analytics.alert_queue.choice import best
from attending.analytics.alert_queue.cohort import Cohort, draw_cohort
from attending.analytics.alert_queue.demand import Demand, ShiftDemand, demand
from attending.analytics.alert_queue.erlang import ErlangC, Plausibility, erlang_c, plausibility
from attending.analytics.alert_queue.inputs import Arrivals, Deadline, Effect, Handling, Run, Workload
from attending.analytics.alert_queue.interval import Interval
from attending.analytics.alert_queue.reading import from_preset, read_workload, to_plain
from attending.analytics.alert_queue.results import Choice, Counts, Point, ShiftResult, Sweep
from attending.analytics.alert_queue.simulate import sweep, warm, what_if
from attending.analytics.alert_queue.staffing import Shift, Team
from attending.analytics.alert_queue.validation import ScoreBin, Validation
from attending.analytics.alert_queue.words import say_blind, say_carrying, say_choice, say_plausibility

__all__ = [
    "Arrivals",
    "Choice",
    "Cohort",
    "Counts",
    "Deadline",
    "Demand",
    "Effect",
    "ErlangC",
    "Handling",
    "Interval",
    "Plausibility",
    "Point",
    "Run",
    "ScoreBin",
    "Shift",
    "ShiftDemand",
    "ShiftResult",
    "Sweep",
    "Team",
    "Validation",
    "Workload",
    "best",
    "demand",
    "draw_cohort",
    "erlang_c",
    "from_preset",
    "plausibility",
    "read_workload",
    "say_blind",
    "say_carrying",
    "say_choice",
    "say_plausibility",
    "sweep",
    "to_plain",
    "warm",
    "what_if",
]
