"""The versions of a policy made ready to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.decisions.models import PolicyState, PolicyVersion
from attending.ui import formats
from attending.ui.parts import Status, SummaryRow

_STATES = {
    PolicyState.DRAFT: "pending",
    PolicyState.OFFERED: "info",
    PolicyState.NOT_ADOPTED: "neutral",
    PolicyState.IN_FORCE: "ok",
    PolicyState.RETIRED: "neutral",
}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list of them."""

    title: str
    url: str
    status: Status
    written: str
    decided: str
    why: str


def status_of(version: PolicyVersion) -> Status:
    """The state of a version."""
    state = PolicyState(version.state)
    return Status(_STATES[state], str(state.label))


def title_of(version: PolicyVersion) -> str:
    """How a page calls a version."""
    return f"Policy {version.name}" if version.name else f"Draft {version.number}"


def version_rows(versions: Sequence[PolicyVersion]) -> list[VersionRow]:
    """The versions, the newest first."""
    return [
        VersionRow(
            title_of(each),
            _url(each),
            status_of(each),
            f"{each.written_by}, {formats.date(each.written_at)}",
            formats.date(each.decision.decided_at) if each.decision else "",
            each.why,
        )
        for each in versions
    ]


def _url(version: PolicyVersion) -> str:
    if version.state == PolicyState.DRAFT:
        return reverse("governance:policy-draft")
    return reverse("governance:policy-version", args=[version.number])


def summary(version: PolicyVersion) -> list[SummaryRow]:
    """What is known about a version that was offered."""
    decided = version.decision
    if decided is None:
        became = "Taken back" if version.state == PolicyState.NOT_ADOPTED else "Not decided yet"
    else:
        became = f"{decided.outcome_label}, {formats.moment(decided.decided_at)}"
    return [
        SummaryRow("Written by", f"{version.written_by}, {formats.moment(version.written_at)}"),
        SummaryRow("Why", version.why),
        SummaryRow("Decision", became, "Read it", reverse("decisions:proposal", args=[version.proposal_id])),
        SummaryRow("SHA-256 of its text", version.sha256),
    ]


def in_force_since(version: PolicyVersion | None) -> str:
    """The sentence that says which policy holds and since when."""
    if version is None or version.decision is None:
        return "The default policy of Attending holds: nobody has adopted another here."
    return (
        f"In force since {formats.date(version.decision.decided_at)}, written by {version.written_by}. Every decision "
        "keeps the policy it was made under."
    )
