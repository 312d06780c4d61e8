"""What the hazard log can say: hazards of every AI step of a use case, and who accepted what risk is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.workflow.queries.hazard_log import entries_of, hash_of, newest_accepted
from attending.workflow.queries.hazard_maps import Drawn, drawn, in_force
from attending.workflow.rules.hazard_entry import LogEntry
from attending.workflow.rules.log_standing import Accepted, log_standing

ITEM_HAZARDS = "workflow-hazards"
ITEM_RISK = "residual-risk"
ITEMS = (ITEM_HAZARDS, ITEM_RISK)


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """Two findings about a use case that has a map of how the work is to be, or a log. Eight queries.

    A deployment is answered for by its use case, so nothing is said twice.
    """
    if isinstance(subject, Deployment):
        return []
    entries, on_map = entries_of(subject), drawn(subject)
    if not entries and not on_map.maps:
        return []
    link = reverse("workflow:hazards", args=[subject.key])
    return [_steps(entries, on_map, link), _risk(subject, entries, link)]


def _steps(entries: Sequence[LogEntry], on_map: Drawn, link: str) -> Finding:
    logged = {each.hazard.step for each in entries}
    bare = [step.name for step in on_map.assists if step.key not in logged]
    known = {each.hazard.key for each in entries}
    waiting = [each.name for key, each in on_map.hazards.items() if key not in known]
    unrated = sum(each.is_ours and each.residual is None for each in entries)
    count = f"{len(entries)} hazard{'' if len(entries) == 1 else 's'} in the log"
    if not entries:
        state, summary = FindingState.MISSING, "No hazard is in the log."
    elif bare or waiting or unrated:
        state = FindingState.PARTIAL
        parts = [
            f"none on {', '.join(bare)}" if bare else "",
            f"{len(waiting)} of the map not taken over" if waiting else "",
            f"{unrated} without a rating after controls" if unrated else "",
        ]
        summary = f"{count}; {'; '.join(filter(None, parts))}."
    else:
        state = FindingState.MET
        steps = len(on_map.assists)
        where = f", on each of {steps} AI steps" if steps > 1 else ", on its AI step" if steps else ""
        summary = f"{count}{where}; all rated after controls."
    newest = max((rating.rated_at for each in entries for rating in each.ratings), default=None)
    return Finding(ITEM_HAZARDS, "Hazards of the AI steps", state, summary, newest, link)


def _risk(use_case: UseCase, entries: Sequence[LogEntry], link: str) -> Finding:
    signed = in_force(use_case)
    drawn_hazards = [(key, each.name) for key, each in signed.hazards.items()]
    standing = log_standing(newest_accepted(use_case), hash_of(use_case, entries), drawn_hazards)
    version = standing.version
    if version is None:
        return Finding(ITEM_RISK, "Residual risk", FindingState.MISSING, "Nobody accepted what is left.", None, link)
    at = version.decision.decided_at if version.decision else version.put_at
    if standing.accepted is Accepted.YES:
        summary = f"Accepted as log {version.number}, by those who may accept its highest rating."
        return Finding(ITEM_RISK, "Residual risk", FindingState.MET, summary, at, link)
    new = f" New on the map: {', '.join(standing.new_on_map)}." if standing.new_on_map else ""
    summary = f"The log changed since log {version.number} was accepted.{new}"
    return Finding(ITEM_RISK, "Residual risk", FindingState.STALE, summary, at, link)
