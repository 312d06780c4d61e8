"""Contracts that wait to be written, or to be put to the unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from attending.program.models import Deployment, Person, Seat
from attending.program.models.deployments import IN_USE
from attending.program.registries.worklist import Urgency, WorkItem
from attending.workflow.models import MapOutcome
from attending.workflow.queries.contract_work import unsigned_deployments
from attending.workflow.queries.contracts import Standing

WITHIN = timedelta(days=30)


class ContractsToAgree:
    """A signed map waits for the contract: which threshold, with which team."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Asked of nursing lead, operational and clinical owner."""
        return [_item(standing, seat, outcome, person) for standing, seat, outcome in unsigned_deployments(person)]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: the evidence of the deployment says it."""
        return []


def _item(found: Standing, seat: Seat, outcome: MapOutcome, person: Person) -> WorkItem:
    deployment = found.deployment
    drafted = found.in_hand is not None
    in_use = deployment.state in IN_USE
    lapsed = f"The contract has lapsed: {'; '.join(found.lapsed)}. " if found.lapsed else ""
    link = (
        reverse("workflow:contract", args=[found.in_hand.pk])
        if found.in_hand is not None
        else reverse("workflow:deployment-workload", args=[deployment.pk])
    )
    return WorkItem(
        title="Put the contract to the unit" if drafted else "Choose the threshold and the team",
        subject=f"{deployment.use_case.title}, {deployment.unit.name}",
        asked=f"{lapsed}Say which threshold with which team the unit can carry on every shift, and have it signed.",
        why=f"You are {seat.label.lower()}, and the map of how it is to be is signed.",
        if_nothing="Staff see the AI without a contract that holds."
        if in_use
        else "The AI does not become pilot or live on this unit.",
        due=outcome.at + WITHIN,
        since=outcome.at,
        urgency=Urgency.WARN if in_use else Urgency.ASKED,
        link=link,
        action="Open the draft" if drafted else "Choose",
        waits_for=person.printed_name,
    )
