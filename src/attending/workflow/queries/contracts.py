"""Workflow contracts, and which one holds where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from attending.decisions.models import Proposal
from attending.decisions.queries import open_proposals
from attending.program.models import Deployment, Organisation, UseCase
from attending.workflow.models import CareMap, ContractState, MapKind, MapVersion, WorkflowContract
from attending.workflow.queries.contract_maps import signed_version, to_be_among
from attending.workflow.queries.maps import maps_of
from attending.workflow.rules.contract_decision import KIND
from attending.workflow.rules.contract_lapse import lapses

IN_HAND = (ContractState.DRAFT, ContractState.PROPOSED)


def _contracts() -> QuerySet[WorkflowContract]:
    return WorkflowContract.objects.select_related(
        "deployment__use_case__organisation",
        "deployment__unit__site",
        "deployment__model_version__ai_model",
        "version__care_map__site",
        "written_by",
        "decision",
        "study__made_by",
    ).defer("study__inputs", "study__results")


def contract(organisation: Organisation, pk: int) -> WorkflowContract:
    """One contract with all that its page shows; raises WorkflowContract.DoesNotExist."""
    return _contracts().get(deployment__use_case__organisation=organisation, pk=pk)


def contracts_of(deployment: Deployment) -> Sequence[WorkflowContract]:
    """Every contract of a deployment, the newest first."""
    return list(_contracts().filter(deployment=deployment))


def question_about(record: WorkflowContract) -> Proposal | None:
    """The open question whether to sign a contract."""
    if record.state != ContractState.PROPOSED:
        return None
    return open_proposals(f"deployment:{record.deployment_id}", kind=KIND).first()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deployment stands with its contract: the to-be map, its signed version, the contract signed and in hand.

    ``elsewhere`` says that the use case has to-be maps, and none is of the deployment's site; ``lapsed``, in words, why
    the signed contract no longer holds.
    """

    deployment: Deployment
    care_map: CareMap | None
    elsewhere: bool
    signed_map: MapVersion | None
    signed: WorkflowContract | None
    in_hand: WorkflowContract | None
    lapsed: tuple[str, ...]


def standings(use_case: UseCase, deployments: Iterable[Deployment]) -> list[Standing]:
    """How each deployment of a use case stands. Three queries; units are to be loaded."""
    found = list(deployments)
    maps = maps_of(use_case)
    drawn = any(each.kind == MapKind.TO_BE for each in maps)
    by_deployment = _standing_contracts(found)
    return [_standing(each, to_be_among(maps, each), drawn, by_deployment.get(each.pk, ())) for each in found]


def standing_of(deployment: Deployment) -> Standing:
    """How one deployment stands."""
    return standings(deployment.use_case, [deployment])[0]


def deployments_of(use_case: UseCase) -> list[Deployment]:
    """The deployments of a use case with what their pages name."""
    return list(_deployments().filter(use_case=use_case).order_by("unit__site__name", "unit__name", "pk"))


def deployment_of(organisation: Organisation, pk: int) -> Deployment:
    """One deployment with what its pages name; raises Deployment.DoesNotExist."""
    return _deployments().get(use_case__organisation=organisation, pk=pk)


def _deployments() -> QuerySet[Deployment]:
    return Deployment.objects.select_related("use_case__organisation", "unit__site", "model_version__ai_model")


def _standing_contracts(deployments: Sequence[Deployment]) -> Mapping[int, Sequence[WorkflowContract]]:
    found: dict[int, list[WorkflowContract]] = {}
    alive = (*IN_HAND, ContractState.SIGNED)
    for each in _contracts().filter(deployment__in=deployments, state__in=alive):
        found.setdefault(each.deployment_id, []).append(each)
    return found


def _standing(
    deployment: Deployment, care_map: CareMap | None, drawn: bool, found: Sequence[WorkflowContract]
) -> Standing:
    signed = next((each for each in found if each.state == ContractState.SIGNED), None)
    in_hand = next((each for each in found if each.state in IN_HAND), None)
    version = signed_version(care_map)
    lapsed = tuple(lapses(signed, deployment, version)) if signed else ()
    return Standing(deployment, care_map, drawn and care_map is None, version, signed, in_hand, lapsed)
