"""Words that pages and papers of the room share."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from attending.analytics.catalogs.frameworks import Item, Verified
from attending.frameworks.models import Survey
from attending.frameworks.queries.binders import KindEvidence
from attending.frameworks.rules.answers import Answer, KindStanding
from attending.program.registries.evidence import FindingState
from attending.ui import formats
from attending.ui.parts import Status

_KINDS = {
    Answer.RELEVANT: "ok",
    Answer.PARTLY: "watch",
    Answer.OLD: "watch",
    Answer.GAP: "breach",
    Answer.UNMAPPED: "neutral",
}
_STATES = {
    FindingState.MET: ("ok", "On record"),
    FindingState.PARTIAL: ("watch", "In part"),
    FindingState.MISSING: ("breach", "Missing"),
    FindingState.STALE: ("watch", "Out of date"),
    FindingState.NOT_APPLICABLE: ("neutral", "Does not apply"),
}


def answer_status(answer: Answer) -> Status:
    """The answer with its shape and colour."""
    return Status(_KINDS[answer], answer.label)


def state_status(state: str) -> Status:
    """The state of one finding."""
    return Status(*_STATES[FindingState(state)])


def records(standing: KindStanding) -> str:
    """How many records there are, with their number in all: "3 of 5 records, 1 in part"."""
    if not standing.asked:
        return "no record"
    stale = f", {formats.count(standing.stale)} out of date" if standing.stale else ""
    partial = f", {formats.count(standing.partial)} in part" if standing.partial else ""
    noun = "record" if standing.asked == 1 else "records"
    return f"{formats.count(standing.met)} of {formats.count(standing.asked)} {noun}{partial}{stale}"


def age(standing: KindStanding) -> str:
    """From when the evidence is, and how old the oldest is."""
    if standing.newest is None or standing.oldest is None:
        return "undated" if standing.met else ""
    newest, oldest = formats.date(standing.newest), formats.date(standing.oldest)
    days = formats.days_since(standing.oldest.date(), timezone.localdate())
    return f"{newest} ({days})" if newest == oldest else f"{oldest} to {newest} (oldest {days})"


def owners(evidence: KindEvidence) -> str:
    """Who answers for it; at most three by name."""
    named = "; ".join(evidence.owners)
    return f"{named} and {evidence.more_owners} more" if evidence.more_owners else named


def source_note(item: Item) -> str:
    """That an item was not verified, or how it is known; empty where it was read at its publisher."""
    return "" if item.verified in {Verified.PRIMARY, Verified.MIRROR} else item.verified.told


def surveyed(survey: Survey | None) -> str:
    """When the evidence was looked at."""
    if survey is None or survey.finished_at is None:
        return "The evidence has not been looked at yet."
    noun = "use case" if survey.total == 1 else "use cases"
    return f"The evidence of {formats.count(survey.total)} {noun} as it stood on {_at(survey.finished_at)}."


def _at(moment: datetime) -> str:
    return formats.moment(moment)
