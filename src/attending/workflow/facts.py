"""What decisions rest on in the workflow: the signed map of how the work is to be, and the unit's contract in force."""

from __future__ import annotations

from collections.abc import Iterable

from attending.program.models import Deployment, UseCase
from attending.program.registries.facts import Fact
from attending.ui import formats
from attending.workflow.models import MapKind, MapVersion
from attending.workflow.queries.contract_maps import signed_version
from attending.workflow.queries.contracts import standing_of
from attending.workflow.queries.maps import maps_of

_NO_MAP = Fact("workflow-map", "No map of how the work is to be is signed.", "")


def facts(subject: UseCase | Deployment) -> Iterable[Fact]:
    """The signed to-be map, of a use case those of all its sites; of a deployment also its contract."""
    if not isinstance(subject, Deployment):
        return [_maps(subject)]
    standing = standing_of(subject)
    signed = standing.signed_map
    the_map = _NO_MAP if signed is None else Fact("workflow-map", f"The to-be map is {_said(signed)}.", str(signed.pk))
    contract = standing.signed
    if contract is None or contract.decision is None:
        return [the_map, Fact("workflow-contract", "No workflow contract is signed.", "")]
    on = formats.plain(formats.date(contract.decision.decided_at))
    sentence = f"The workflow contract was signed on {on}, for a score of {contract.threshold:g}."
    return [the_map, Fact("workflow-contract", sentence, str(contract.pk))]


def _maps(use_case: UseCase) -> Fact:
    drawn = [each for each in maps_of(use_case) if each.kind == MapKind.TO_BE]
    signed = [(each.site, version) for each in drawn if (version := signed_version(each)) is not None]
    if not signed:
        return _NO_MAP
    said = "; ".join(f"{f'at {site.name} ' if site else ''}{_said(version)}" for site, version in signed)
    return Fact("workflow-map", f"The to-be map is {said}.", ",".join(str(version.pk) for _site, version in signed))


def _said(version: MapVersion) -> str:
    return f"version {version.number}, signed on {formats.plain(formats.date(version.outcome.at))}"
