"""Capabilities, and which use case needs or builds them."""

from __future__ import annotations

from django.db import transaction

from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Capability, CapabilityLink, Person, UseCase
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.rules import Act, Refused


@transaction.atomic
def name_capability(
    acting: Person, *, name: str, kind: CapabilityKind, state: CapabilityState, description: str
) -> Capability:
    """Name something the enterprise can do, or wants to be able to do, again and again."""
    check(acting, Act.SET_PRIORITIES)
    if Capability.objects.filter(organisation=acting.organisation, name=name).exists():
        raise Refused(f"There is a capability named {name} already.")
    capability = Capability.objects.create(
        organisation=acting.organisation, name=name, kind=kind, state=state, description=description
    )
    log(acting, "capability.named", capability, {"name": name, "kind": str(kind), "state": str(state)})
    return capability


@transaction.atomic
def link_capability(acting: Person, use_case: UseCase, capability: Capability, relation: Relation) -> CapabilityLink:
    """Say that a use case needs or builds a capability."""
    check(acting, Act.SHAPE_USE_CASE, use_case)
    check_organisation(acting, capability.organisation_id)
    if CapabilityLink.objects.filter(use_case=use_case, capability=capability).exists():
        raise Refused(f"{use_case.title} is linked to {capability.name} already.")
    link = CapabilityLink.objects.create(use_case=use_case, capability=capability, relation=relation)
    log(acting, "capability.linked", link, {"use_case": use_case.key, "relation": str(relation)})
    return link
