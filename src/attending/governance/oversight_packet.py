"""What is sealed under a decision of this room: what happened, what was agreed, and what every room knows."""

from __future__ import annotations

from typing import Any

from attending.analytics.catalogs import measures
from attending.governance.models import Breach, OversightThreshold, Reading
from attending.program.models import Deployment, Person
from attending.program.queries.seats import seats_on
from attending.program.registries import packet
from attending.ui import formats

Document = dict[str, Any]


def watched_title(threshold: OversightThreshold) -> str:
    """What a threshold watches: its measure, or the control chart it was agreed on."""
    return threshold.chart_title or measures()[threshold.measure].title


def limits_text(threshold: OversightThreshold, kind: str) -> str:
    """The warning or stop limits in words, such as ``below 0.75`` or ``below 0.8 or above 1.25``."""
    if threshold.chart and kind == "stop":
        return "a signal that nobody has answered"
    low, high = getattr(threshold, f"{kind}_low"), getattr(threshold, f"{kind}_high")
    parts = [f"below {low:g}" if low is not None else "", f"above {high:g}" if high is not None else ""]
    return " or ".join(part for part in parts if part) or "none"


def estimate_text(reading: Reading) -> str:
    """The estimate of a reading with its interval, n and events."""
    if reading.value is None:
        return f"no estimate; n {reading.n:,}"
    if reading.threshold.chart:
        return f"{reading.events:,} signals that nobody has answered, {reading.n:,} points"
    interval = ""
    if reading.low is not None and reading.high is not None:
        interval = f" (95 % interval {reading.low:.3f} to {reading.high:.3f})"
    return f"{reading.value:.3f}{interval}, n {reading.n:,}, events {reading.events:,}"


def window_text(reading: Reading) -> str:
    """The days a reading covers."""
    return f"{formats.date(reading.window_start)} to {formats.date(reading.window_end)}"


def group_text(threshold: OversightThreshold) -> str:
    """The population a threshold watches."""
    return "everyone" if threshold.attribute == "overall" else f"{threshold.attribute}: {threshold.level}"


def breach_document(breach: Breach) -> Document:
    """The packet of a breach, with the newest reading beside the one that opened it."""
    threshold = breach.threshold
    newest = Reading.objects.filter(threshold=threshold).last() or breach.reading
    title = watched_title(threshold)
    deployment = threshold.deployment
    return {
        "title": f"{title} on {deployment.unit.name}: breach of an oversight threshold",
        "asked": "Continue, change with conditions, or pause.",
        "summary": [
            ["What happened", newest.explanation],
            ["Measured", estimate_text(newest)],
            ["Window", f"{window_text(newest)}, {group_text(threshold)}"],
            ["Agreed stop limit", limits_text(threshold, "stop")],
            ["Agreed action", threshold.agreed_action],
        ],
        "sections": [
            {
                "heading": "What was agreed",
                "rows": [
                    ["Breach opened", formats.moment(breach.opened_at)],
                    ["Answer by", formats.moment(breach.answer_by)],
                    ["Warning limit", limits_text(threshold, "warn")],
                    ["Least n", f"{threshold.minimum_n:,}"],
                    ["May pause", f"{threshold.pause_authority}; deputy {threshold.deputy}"],
                    ["Agreed", f"{formats.date(threshold.agreed_at)} by {threshold.agreed_by}"],
                    ["If nobody decides", if_nobody(breach)],
                ],
            },
            *_common(deployment),
        ],
    }


def if_nobody(breach: Breach) -> str:
    """Whether and when the system pauses by itself."""
    if breach.pause_after_hours is None:
        return "It keeps running: for this risk tier nothing is paused by itself."
    if not breach.threshold.signed:
        return "It keeps running: the thresholds are not signed, so nothing is paused by itself."
    return f"The system pauses it {breach.pause_after_hours} hours after the breach opened, as the agreement says."


def deployment_document(deployment: Deployment, *, verb: str, reason: str, asked_by: Person) -> Document:
    """The packet of a question that a person put about a deployment."""
    return {
        "title": f"{verb} {deployment.use_case.title} on {deployment.unit.name}",
        "asked": f"{verb} this deployment, or leave it as it is.",
        "summary": [["Asked by", asked_by.printed_name], ["Reason", reason]],
        "sections": _common(deployment),
    }


def _common(deployment: Deployment) -> list[Any]:
    seats = [
        [state.seat.label, state.person.printed_name if state.person else "nobody"]
        for state in seats_on(deployment.use_case)
    ]
    return [
        {
            "heading": "The deployment",
            "rows": [
                ["Use case", deployment.use_case.title],
                ["Unit", f"{deployment.unit.name}, {deployment.unit.site.name}"],
                ["Model version", str(deployment.model_version)],
                ["State", deployment.get_state_display()],
                *seats,
            ],
        },
        *packet.sections(deployment),
    ]
