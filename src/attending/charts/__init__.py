"""Charts as functions of analytics' results. Each answers one question and is titled with the answer.

A chart is an Altair chart: a notebook shows it as it is; `svg`, `responsive_svg` and `print_svg` render it for a page
and for paper. `answers` makes the titles, `rows` the tables of the same numbers.
"""

from attending.charts import answers, rows
from attending.charts.annotations import KnownEvent, Limits
from attending.charts.calibration_chart import calibration
from attending.charts.canvas import NARROW, WIDE
from attending.charts.comparison_chart import score_comparison
from attending.charts.decision_curve_chart import decision_curve
from attending.charts.forest_chart import subgroup_forest
from attending.charts.month_chart import measure_by_month
from attending.charts.render import answer_of, description_of, note_of, print_svg, responsive_svg, svg
from attending.charts.threshold_chart import threshold_table

__all__ = [
    "NARROW",
    "WIDE",
    "KnownEvent",
    "Limits",
    "answer_of",
    "answers",
    "calibration",
    "decision_curve",
    "description_of",
    "measure_by_month",
    "note_of",
    "print_svg",
    "responsive_svg",
    "rows",
    "score_comparison",
    "subgroup_forest",
    "svg",
    "threshold_table",
]
