"""What is sealed under a decision about a workflow contract: the terms, every shift, and what the study expects."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from attending.program.models import Person
from attending.ui import formats
from attending.workflow.models import WorkflowContract
from attending.workflow.rules.contract import Expected, Terms, from_document, rest
from attending.workflow.rules.staffing import in_words
from attending.workflow.rules.study import ORDERS, order_named
from attending.workflow.rules.words import minutes, said

Section = dict[str, Any]


def document(contract: WorkflowContract, *, reason: str, asked_by: Person) -> dict[str, Any]:
    """The packet as ``decisions`` seals it."""
    terms, deployment = from_document(contract.terms), contract.deployment
    expected = terms.expected
    return {
        "title": f"Workflow contract of {deployment.unit.name}: {deployment.use_case.title}",
        "asked": "Sign it, sign it with conditions, or send it back.",
        "summary": [
            ["Threshold", f"{contract.threshold:g}"],
            ["Team", in_words(contract.team)],
            ["Who acts, by when", f"{terms.acts}, within {minutes(terms.minutes)}"],
            ["Alerts a day", said(expected.alerts_per_day)],
            ["Begun in time", said(expected.share_in_time, "percent0")],
            ["Put forward by", asked_by.printed_name],
            ["Why", reason],
        ],
        "sections": [
            {"heading": "What is agreed", "rows": agreed_rows(contract, terms)},
            {"heading": "Every shift", "table": shift_table(terms)},
            {"heading": "What the study expects", "text": terms.covers, "rows": expected_rows(terms, expected)},
            {
                "heading": "Where the figures come from",
                "rows": [
                    ["Validation", terms.source],
                    ["Simulated", f"{terms.replications} runs of {terms.days} days"],
                    [
                        "Study",
                        f"{contract.study_id}, by {contract.study.made_by}, {formats.date(contract.study.made_at)}",
                    ],
                    ["Model", terms.model_name],
                ],
                "links": [
                    ["The map", reverse("workflow:map", args=[contract.version.care_map_id])],
                    ["The study", reverse("workflow:deployment-workload", args=[deployment.pk])],
                ],
            },
        ],
        "data": {
            "threshold": repr(contract.threshold),
            "team": contract.team,
            "terms": contract.terms,
            "study": contract.study_id,
            "map_version": contract.version_id,
            "map_sha256": contract.version.sha256,
        },
    }


def agreed_rows(contract: WorkflowContract, terms: Terms) -> list[list[str]]:
    """Who sees, who acts, by when, and what if not."""
    rows = [
        ["Who sees the alert", terms.sees],
        ["Who acts on it", terms.acts],
        ["By when", f"Begun within {minutes(terms.minutes)} of the alert"],
        ["If not", terms.on_breach or "not said"],
        ["While the AI is down", terms.fallback],
        ["Order", ORDERS[order_named(terms.order)]],
        ["Map", f"Version {contract.version.number}, SHA-256 {contract.version.sha256[:12]}"],
    ]
    return [*rows, ["Also", terms.note]] if terms.note else rows


def shift_table(terms: Terms) -> dict[str, Any]:
    """Each shift: its people, its alerts, and how much of their time they take."""
    rows = [
        [
            f"{shift.name}, {shift.begins} to {shift.ends}",
            str(shift.people),
            said(shift.alerts),
            said(shift.alerts_each),
            said(shift.share_in_time, "percent0"),
            f"{shift.minutes_needed:,.0f} of {shift.minutes_staffed:,.0f}",
            formats.percent(shift.busiest, 0),
        ]
        for shift in terms.shifts
    ]
    columns = [
        "Shift",
        "People",
        "Alerts a shift",
        "For each person",
        "Begun in time",
        "Minutes needed of minutes there",
        "Share on the busiest weekday",
    ]
    caption = (
        "Means with 95 % intervals. Alerts are those that come in the shift; minutes needed are of all that fall to "
        "it, what waited for its people included."
    )
    return {"columns": columns, "rows": rows, "caption": caption}


def expected_rows(terms: Terms, expected: Expected) -> list[list[str]]:
    """What the study expects of the whole day, with intervals."""
    late = (
        ("Never begun", expected.share_lapsed)
        if terms.lapses
        else ("Begun late or never", rest(expected.share_in_time))
    )
    return [
        ["Alerts a day", said(expected.alerts_per_day)],
        ["Alerts per 100 patients scored", said(expected.per_hundred)],
        ["Begun in time, of all alerts", said(expected.share_in_time, "percent")],
        [late[0], said(late[1], "percent")],
        ["Minutes until begun, median", said(expected.wait_median)],
        ["Alerts that are right (PPV)", said(expected.ppv, "percent")],
        ["Patients with the event who are flagged (sensitivity)", said(expected.sensitivity, "percent")],
        ["Benefit with this team, found in time per 1,000 patients", said(expected.realised, "decimal2")],
        ["Benefit if nobody had to wait", said(expected.ignoring_capacity, "decimal2")],
    ]
