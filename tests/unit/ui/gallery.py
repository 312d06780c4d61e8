"""Every component once, with the kind of content it is for; the tests render, look at and check it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.http import QueryDict

from attending.ui.formats import EN_DASH, count, percent
from attending.ui.parts import Crumb, DataTable, EstimateText, Event, Figure, Link, Stat, Status, SummaryRow, Task
from attending.ui.tables import Column, Filter, Table

CHART = (Path(__file__).parent / "chart.svg").read_text()


class ThresholdForm(forms.Form):
    measure = forms.ChoiceField(
        label="Measure",
        choices=[("oe", "Observed to expected ratio (O:E)"), ("auroc", "AUROC")],
        help_text="What is watched. Its definition is in the Library.",
    )
    stop = forms.DecimalField(label="Stop limit", help_text="Crossing it pauses the deployment.")
    who = forms.ChoiceField(
        label="Who may pause",
        choices=[("owner", "Clinical owner"), ("nurse", "Nursing lead"), ("safety", "Safety officer")],
        widget=forms.RadioSelect,
    )
    missing = forms.BooleanField(label="No data in the window counts as a breach", required=False)
    until = forms.DateField(label="Agreed until", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="Why these limits", widget=forms.Textarea, required=False)
    file = forms.FileField(label="Minutes", required=False)


@dataclass(frozen=True)
class UseCaseRow:
    name: Link
    stage: str
    stage_key: str
    owner: str
    state: Status
    auroc: EstimateText
    patients: str
    patients_raw: int


NAMES = (
    "Prognosis of the seriously ill",
    "Sepsis early warning",
    "Chest radiograph triage",
    "Ambient documentation",
    "In-basket reply drafts",
    "Deterioration on the ward",
    "No-show outreach",
    "Fall risk",
)
STAGES = (("value", "Value thesis"), ("readiness", "Readiness"), ("controls", "Controls"), ("live", "Deployment"))


def use_cases(length: int = 128) -> list[UseCaseRow]:
    kinds = [Status("stop", "Stop limit crossed"), Status("ok", "Within limits"), Status("watch", "Warn limit crossed")]
    rows = []
    for at in range(length):
        key, stage = STAGES[at % 4]
        rows.append(
            UseCaseRow(
                Link(f"{NAMES[at % 8]}{f' {at // 8 + 1}' if at >= 8 else ''}", f"/use-cases/{at}/", "Lakeside Main"),
                stage,
                key,
                ("Chief Medical Information Officer", "Nursing lead, intensive care", "")[at % 3],
                kinds[at % 3],
                EstimateText(f"0.{70 + at % 20}", f"0.{66 + at % 20} to 0.{74 + at % 20}", "n\N{NO-BREAK SPACE}4,301")
                if at % 5
                else EstimateText(EN_DASH, "", "n 41", "3 events; 10 are needed, 7 more."),
                count(4301 * at % 977),
                4301 * at % 977,
            )
        )
    return rows


TABLE = Table(
    name="use-cases",
    caption="Use cases by stage",
    noun="use cases",
    columns=[
        Column("name", "Use case", sort="name.text"),
        Column("stage", "Stage", sort="stage_key"),
        Column("owner", "Clinical owner", sort="owner"),
        Column("state", "Oversight"),
        Column("auroc", "AUROC (95 % interval)", numeric=True),
        Column("patients", "Patients", sort="patients_raw", numeric=True, export="patients_raw", small_cells=True),
    ],
    search=["name.text", "owner"],
    filters=[Filter("stage", "Stage", STAGES, field="stage_key")],
    per_page=12,
)


def context(query: str = "") -> dict[str, Any]:
    asked = QueryDict(query)
    return {
        "crumbs": [Crumb("Use cases", "/use-cases/"), Crumb("Prognosis of the seriously ill", "/use-cases/1/")],
        "form": ThresholdForm() if "blank" in asked else ThresholdForm({"measure": "oe", "stop": "high"}),
        "table": TABLE.bind(use_cases(), asked),
        "tasks": [
            Task(
                "Decide: continue, change or pause the prognosis model",
                "/decisions/1/",
                Status("stop", "Stop limit crossed"),
                "O:E fell to 0.83 (stop limit 0.85). If nothing is decided by then, the safety officer is asked.",
                "Due 3 Mar 2026, in 2 days",
            ),
            Task(
                "Answer the nursing input on alert timing",
                "/use-cases/2/",
                Status("pending"),
                "Asked by the nursing lead.",
                "Due 9 Mar 2026",
            ),
            Task("Confirm the baseline of time to antibiotics", "/use-cases/3/", Status("ok", "Ready to confirm")),
        ],
        "stats": [
            Stat(
                "AUROC",
                "0.78",
                "4,301 patients, 1,112 events",
                "0.76 to 0.80",
                "Jan to Jun 2026",
                "Prediction log, Lakeside Main",
                Status("ok", "Within limits"),
            ),
            Stat(
                "Observed to expected",
                "0.83",
                "4,301 patients",
                "0.79 to 0.88",
                "Jan to Jun 2026",
                "Prediction log",
                Status("stop", "Stop limit 0.85 crossed"),
            ),
            Stat("Flagged", percent(0.1234), "531 of 4,301", "11.4 to 13.4 %", "Jan to Jun 2026", "Prediction log"),
            Stat("Months with data", "6 of 6", period="Jan to Jun 2026", status=Status("watch", "June is incomplete")),
        ],
        "rows": [
            SummaryRow("Executive sponsor", "Chief Medical Officer", "Change", "/use-cases/1/seats/"),
            SummaryRow(
                "Clinical owner",
                Status("breach", "Empty seat"),
                "Fill",
                "/use-cases/1/seats/",
                "Nothing leaves the first stage without one.",
            ),
            SummaryRow("Stage", "Deployment"),
            SummaryRow("Next review", None),
        ],
        "events": [
            Event(
                "3 Mar 2026",
                "Stop limit crossed",
                "O:E 0.83 (0.79 to 0.88), n 4,301",
                "Oversight threshold",
                kind="stop",
                machine_when="2026-03-03",
            ),
            Event(
                "1 Feb 2026",
                "Went live at Lakeside Main",
                "Decision 12, 5 of 6 in favour, 1 dissent",
                "AI Committee",
                "/decisions/12/",
                "ok",
                "2026-02-01",
            ),
            Event("12 Jan 2026", "Silent running began", who="Platform owner"),
        ],
        "figures": [
            Figure(
                "Calibration: predicts 17 % too many deaths since March",
                CHART,
                DataTable(
                    ["Predicted risk", "Patients", "Observed", "95 % interval"],
                    [
                        ["0 to 10 %", "1,204", "4.1 %", "3.1 to 5.4 %"],
                        ["10 to 20 %", "988", "11.9 %", "10.0 to 14.1 %"],
                    ],
                    "Observed deaths by group of predicted risk",
                    numeric=[1, 2, 3],
                ),
                "Points are fifths of the patients, the band the 95 % interval, the dashed line agreement.",
                "Prediction log, Jan to Jun 2026, n 4,301",
            ),
            Figure("AUROC held: 0.78 in June, 0.79 at go-live", CHART.replace("c1", "c2"), source="Prediction log"),
        ],
        "estimate": EstimateText("0.78", "0.76 to 0.80", "n\N{NO-BREAK SPACE}4,301", bound=" ±\N{THIN SPACE}0.0004"),
        "absent": EstimateText(EN_DASH, "", "n 41", "3 events; 10 are needed, 7 more."),
    }
