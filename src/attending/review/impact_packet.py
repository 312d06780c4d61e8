"""What a decision about a deployment must know of its value: did it help, and what was promised?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attending.charts import impact_rows
from attending.program.models import Deployment
from attending.review.models import ImpactEvaluation
from attending.review.queries import impact
from attending.ui import formats

Section = dict[str, Any]


def sections(deployment: Deployment) -> Iterable[Section]:
    """One section for each evaluation in force of the use case."""
    found = impact.in_force(deployment.use_case_id)
    if not found:
        return [{"heading": "Did it help?", "text": "Nobody declared how we will know that it helped."}]
    return [_section(each) for each in found]


def _section(evaluation: ImpactEvaluation) -> Section:
    run = impact.newest_run(evaluation)
    heading = f"Did it help? {evaluation.title}"
    declared = f"{evaluation.get_design_display()}, declared {formats.date(evaluation.declared_at)}"
    if run is None:
        return {"heading": heading, "text": "No data were handed over yet.", "rows": [["Declared", declared]]}
    recorded = impact.recorded(run)
    rows = [
        ["Declared", declared],
        ["Data", f"{run.source}, SHA-256 {run.source_sha256}"],
        ["Computed", f"{formats.moment(run.run_at)}, record entry {run.ledger_seq}"],
    ]
    if recorded.promise:
        rows.insert(0, ["Against the promise", recorded.promise.conclusion])
    rows += [["Care", warning] for warning in recorded.result.warnings]
    section: Section = {"heading": heading, "text": f"{recorded.answer}.".replace("..", "."), "rows": rows}
    if recorded.result.effects:
        table = impact_rows.effects(tuple(recorded.result.effects.values()), "Effects")
        section["table"] = {"columns": [each.label for each in table.columns], "rows": [[*row] for row in table.rows]}
    return section
