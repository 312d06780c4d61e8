"""What a unit's contract can say about a deployment, and the contracts of a use case together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import State
from attending.program.models.use_cases import WRITING
from attending.program.registries.evidence import Finding, FindingState
from attending.workflow.queries.contracts import Standing, deployments_of, standings
from attending.workflow.queries.seen import seen_of
from attending.workflow.queries.studies import studied
from attending.workflow.rules.capacity import demand_of, refusals
from attending.workflow.rules.contract import from_document
from attending.workflow.rules.seen import Comparison, as_agreed, out_of_range
from attending.workflow.rules.staffing import in_words
from attending.workflow.rules.words import said

CAPACITY = ("workflow-capacity", "Demand below capacity")
CONTRACT = ("workflow-contract", "Workflow contract")
SEEN = ("workflow-contract-seen", "Contract against what is seen")

ITEMS = tuple(item for item, _ in (CAPACITY, CONTRACT, SEEN))


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """Three findings about a deployment; about a use case the two that its gates ask, by its weakest deployment."""
    if isinstance(subject, Deployment):
        standing = standings(subject.use_case, [subject])[0]
        return [_capacity(standing), _signed(standing), _seen(standing)]
    found = [each for each in standings(subject, deployments_of(subject)) if each.deployment.state != State.RETIRED]
    if not found:
        return _nothing_deployed(subject)
    return [_weakest([_capacity(each) for each in found]), _weakest([_signed(each) for each in found])]


_ORDER = (
    FindingState.MISSING,
    FindingState.STALE,
    FindingState.PARTIAL,
    FindingState.MET,
    FindingState.NOT_APPLICABLE,
)


def _weakest(found: Sequence[Finding]) -> Finding:
    return min(found, key=lambda each: _ORDER.index(each.state))


def _nothing_deployed(use_case: UseCase) -> list[Finding]:
    link = reverse("workflow:workload", args=[use_case.key])
    summary = "Nothing is deployed yet; a contract is agreed for each deployment."
    return [
        Finding(item, title, FindingState.NOT_APPLICABLE, summary, None, link) for item, title in (CAPACITY, CONTRACT)
    ]


def _of(kind: tuple[str, str], found: Standing, state: FindingState, summary: str) -> Finding:
    record = found.signed or found.in_hand
    link = reverse("workflow:deployment-workload", args=[found.deployment.pk])
    where = f"{found.deployment.unit.name}: {summary}"
    return Finding(*kind, state, where, record.written_at if record else None, link)


def asked_of(found: Standing) -> bool:
    """Whether a contract is asked: of what writes only where somebody began one; it gives no alerts to carry."""
    return found.deployment.use_case.kind not in WRITING or (found.signed or found.in_hand) is not None


def _writes(kind: tuple[str, str], found: Standing) -> Finding:
    return _of(kind, found, FindingState.NOT_APPLICABLE, "it writes and gives no alerts; its map says who checks.")


def _without_map(kind: tuple[str, str], found: Standing) -> Finding:
    if found.elsewhere:
        return _of(kind, found, FindingState.MISSING, "the maps of how the work is to be are of other sites.")
    return _of(kind, found, FindingState.MISSING, "nobody has drawn how the work is to be; draw it first.")


def _capacity(found: Standing) -> Finding:
    if not asked_of(found):
        return _writes(CAPACITY, found)
    if found.care_map is None:
        return _without_map(CAPACITY, found)
    record = found.signed or found.in_hand
    if record is None:
        return _of(CAPACITY, found, FindingState.MISSING, "nobody chose a threshold and a team yet.")
    over = refusals(demand_of(studied(record.study).workload, record.threshold, record.team))
    at = f"at {record.threshold:g} with {in_words(record.team)}"
    if over:
        return _of(CAPACITY, found, FindingState.MISSING, f"{at} more comes than they can carry. {over[0]}")
    if found.signed is None:
        return _of(CAPACITY, found, FindingState.PARTIAL, f"{at} every shift has time for it; not signed yet.")
    if found.lapsed:
        return _of(CAPACITY, found, FindingState.STALE, f"{at} every shift had time for it, but {found.lapsed[0]}.")
    begun = said(from_document(record.terms).expected.share_in_time, "percent0")
    return _of(CAPACITY, found, FindingState.MET, f"{at} every shift has time for its alerts; {begun} begun in time.")


def _signed(found: Standing) -> Finding:
    if not asked_of(found):
        return _writes(CONTRACT, found)
    if found.care_map is None:
        return _without_map(CONTRACT, found)
    if found.signed is None:
        if found.in_hand is None:
            return _of(CONTRACT, found, FindingState.MISSING, "nobody has agreed who acts, by when, and with whom.")
        words = found.in_hand.get_state_display().lower()
        return _of(CONTRACT, found, FindingState.PARTIAL, f"a contract is {words}.")
    if found.lapsed:
        return _of(CONTRACT, found, FindingState.STALE, f"the signed contract has lapsed: {'; '.join(found.lapsed)}.")
    terms = f"threshold {found.signed.threshold:g} with {in_words(found.signed.team)}"
    return _of(CONTRACT, found, FindingState.MET, f"signed, {terms}.")


def _seen(found: Standing) -> Finding:
    if found.signed is None:
        return _of(SEEN, found, FindingState.NOT_APPLICABLE, "no contract is signed.")
    seen = seen_of(found.signed)
    if not seen:
        return _of(SEEN, found, FindingState.MISSING, "nothing was measured at its threshold since it was signed.")
    apart = out_of_range(seen)
    if apart:
        return _of(SEEN, found, FindingState.PARTIAL, f"not as agreed: {', '.join(_said(each) for each in apart)}.")
    agreed = as_agreed(seen)
    if not agreed:
        return _of(SEEN, found, FindingState.MISSING, "what was measured since has no interval to compare.")
    return _of(SEEN, found, FindingState.MET, f"{len(agreed)} of {len(seen)} figures measured since are as agreed.")


def _said(each: Comparison) -> str:
    return f"{each.label[0].lower()}{each.label[1:]} {each.verdict}"
