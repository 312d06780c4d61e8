"""Write a workflow contract from a point of a study, change it while it is a draft, and put it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.workflow.models import ContractState, MapVersion, WorkflowContract, WorkloadStudy
from attending.workflow.queries.contract_maps import newest_text, to_be_of
from attending.workflow.queries.contracts import IN_HAND
from attending.workflow.queries.studies import studied
from attending.workflow.rules.contract import from_document, terms_of, to_document
from attending.workflow.rules.map_text import hash_of
from attending.workflow.rules.point import Asked
from attending.workflow.rules.study import Order, Studied
from attending.workflow.simulating import answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is said in a contract beside its figures."""

    sees: str
    acts: str
    on_breach: str
    fallback: str
    note: str


def write_contract(
    acting: Person, study: WorkloadStudy, *, threshold: float, people: Mapping[str, int], order: Order
) -> WorkflowContract:
    """Make a point of a study the contract's draft; a draft that stands moves to the point and keeps its words.

    Refused for a point that cannot be, a study of a map that changed since, and while a contract is put to the unit.
    """
    deployment = study.deployment
    check(acting, Act.WRITE_CONTRACT, deployment.use_case)
    found = answer(study, Asked(threshold, people, order))
    terms = terms_of(
        studied(study),
        found.point,
        found.demand,
        order=order,
        model=(deployment.model_version_id, str(deployment.model_version)),
    )
    return _write(acting, study, threshold, dict(people), to_document(terms))


@transaction.atomic
def _write(
    acting: Person, study: WorkloadStudy, threshold: float, people: dict[str, int], terms: dict[str, object]
) -> WorkflowContract:
    deployment = study.deployment
    check(acting, Act.WRITE_CONTRACT, deployment.use_case)
    take_turn()
    version = _studied_version(deployment, studied(study))
    standing = (
        WorkflowContract.objects.select_for_update(no_key=True).filter(deployment=deployment, state__in=IN_HAND).first()
    )
    if standing is not None and standing.state != ContractState.DRAFT:
        raise Refused("A contract of this deployment is put to the unit now; wait for it, or have it taken back first.")
    record = standing or WorkflowContract(deployment=deployment)
    if standing is not None:
        before = from_document(standing.terms)
        words = {name: getattr(before, name) for name in Wording.__dataclass_fields__}
        terms = {**terms, **words}
    record.version, record.study, record.threshold, record.team, record.terms = version, study, threshold, people, terms
    record.written_by, record.written_at = acting, timezone.now()
    record.save()
    payload = {"deployment": deployment.pk, "study": study.pk, "version": version.pk, "threshold": threshold}
    log(acting, "contract.written", record, {**payload, "team": people})
    return record


def _studied_version(deployment: Deployment, found: Studied) -> MapVersion:
    version, text = newest_text(to_be_of(deployment))
    if version is None:
        raise Refused(
            "A contract rests on the map of how the work is to be. Draw it, and offer it to those who appear in it."
        )
    if hash_of(text) != found.basis.map_sha256:
        raise Refused(
            f"The map changed since this study: version {version.number} is the newest. Study the workload again on it."
        )
    return version


@transaction.atomic
def reword_contract(acting: Person, contract: WorkflowContract, wording: Wording) -> WorkflowContract:
    """Change who sees, who acts, what happens on breach, the fallback and the note of a draft."""
    check(acting, Act.WRITE_CONTRACT, contract.deployment.use_case)
    record = held(contract)
    require_draft(record)
    changes = {name: getattr(wording, name).strip() for name in Wording.__dataclass_fields__}
    needed = {"sees": "who sees the alert", "acts": "who acts on it", "fallback": "what is done while the AI is down"}
    lacking = [words for name, words in needed.items() if not changes[name]]
    if lacking:
        raise Refused(f"Still to be said: {'; '.join(lacking)}.")
    record.terms = to_document(replace(from_document(record.terms), **changes))
    record.written_by, record.written_at = acting, timezone.now()
    record.save(update_fields=["terms", "written_by", "written_at"])
    log(acting, "contract.reworded", record, changes)
    return record


@transaction.atomic
def discard_contract(acting: Person, contract: WorkflowContract) -> None:
    """Put a draft away; what was put to the unit stays."""
    check(acting, Act.WRITE_CONTRACT, contract.deployment.use_case)
    record = held(contract)
    require_draft(record)
    log(acting, "contract.discarded", record, {"deployment": record.deployment_id})
    record.delete()


def held(contract: WorkflowContract) -> WorkflowContract:
    """The contract as it stands, held until the transaction ends. Raises Refused for one that was put away."""
    take_turn()
    rows = WorkflowContract.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("deployment__use_case__organisation", "version__care_map", "study").filter(
        pk=contract.pk
    )
    record = found.first()
    if record is None:
        raise Refused("This draft was put away meanwhile; write the contract from the study again.")
    return record


def require_draft(contract: WorkflowContract) -> None:
    """Raise Refused unless the contract may still change."""
    if contract.state != ContractState.DRAFT:
        state = contract.get_state_display().lower()
        raise Refused(f"This contract is {state} and stands as it is; write another from a study.")
