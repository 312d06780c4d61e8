"""The inventory of the demonstration: AI that somebody found, a vendor's card in two versions, a public entry."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any, Final

from django.utils import timezone

from attending.cards.chai import FieldKind, MetricResult, ModelCard, fields, write_card
from attending.demo.use_cases import Cast
from attending.inventory.actions.claims import check_claim, receive_card
from attending.inventory.actions.entries import add_entry, set_status
from attending.inventory.actions.publishing import publish
from attending.inventory.actions.registering import register_deployed
from attending.inventory.models import EntryKind, EntryStatus, InventoryEntry, Verdict
from attending.inventory.queries.publications import answering_seat, last_decision
from attending.inventory.rules.entries import EntryFacts
from attending.inventory.rules.publications import PublicText
from attending.program.actions.deployments import register_version
from attending.program.models import AiModel, Person

RELEASED: Final = date(2026, 10, 1)


def list_inventory(cast: Cast) -> None:
    """List what is deployed and what was found, take in a vendor's cards, check two claims, and publish one entry."""
    data = tomllib.loads(resources.files("attending.demo").joinpath("inventory.toml").read_text("utf-8"))
    register_deployed(cast.cmio.organisation)
    for told in data["discovered"]:
        add_entry(cast.cmio, EntryFacts(**{**told, "kind": EntryKind(told["kind"])}))
    for name, status, reason in (
        ("Bone age reader", EntryStatus.IN_REVIEW, "Radiology asked for its card."),
        ("Contract search", EntryStatus.SET_ASIDE, "It is used for no care and sees no patient's data."),
    ):
        entry = InventoryEntry.objects.get(organisation=cast.cmio.organisation, name=name)
        set_status(cast.cmio, entry, status, reason=reason)
    model = AiModel.objects.get(organisation=cast.cmio.organisation, name=data["model"])
    entry = InventoryEntry.objects.select_related("use_case").get(ai_model=model)
    _claims(cast.people[data["owner"]], model, entry, data)
    _publish(cast.cmio, entry, data["publication"])


def _claims(owner: Person, model: AiModel, entry: InventoryEntry, data: Mapping[str, Any]) -> None:
    first = model.versions.get()
    card = _card(model, first.version, data)
    document = receive_card(owner, first, write_card(card), file_name="head-scan-triage-1.8-synthetic.xml")
    for check in data["checks"]:
        claim = document.claims.get(path=check["field"])
        check_claim(owner, claim, Verdict(check["verdict"]), reference=check["reference"], finding=check["finding"])
    if entry.use_case is None:
        raise ValueError("The demonstration's vendor card is of a model that a use case deploys.")
    version = register_version(
        owner,
        entry.use_case,
        name=model.name,
        maker=model.maker,
        intended_use=model.intended_use,
        version=data["next"]["version"],
        released_on=RELEASED,
    )
    later = ModelCard({**card.texts, **data["changed"]}, card.lists, card.results)
    receive_card(owner, version, write_card(later), file_name="head-scan-triage-2.0-synthetic.xml")


def _card(model: AiModel, version: str, data: Mapping[str, Any]) -> ModelCard:
    texts = {path: "" for path, each in fields().items() if each.kind is FieldKind.TEXT and not each.optional}
    texts |= data["texts"]
    texts |= {
        "BasicInfo/ModelName": model.name,
        "BasicInfo/ModelDeveloper": model.maker,
        "ReleaseInfo/ReleaseVersion": version,
    }
    results: dict[str, tuple[MetricResult, ...]] = {}
    for each in data["results"]:
        path = f"KeyMetrics/{each['group']}/Results"
        results[path] = (*results.get(path, ()), MetricResult(each["label"], each["value"]))
    return ModelCard(texts, {"ModelSummary/Keywords": ("head scan", "haemorrhage", "triage")}, results)


def _publish(acting: Person, entry: InventoryEntry, told: Mapping[str, str]) -> None:
    decision = last_decision(entry)
    publish(
        acting,
        entry,
        PublicText(
            name=entry.name,
            vendor=entry.vendor,
            answers=answering_seat(entry) or "Chief medical information officer",
            decided_on=timezone.localtime(decision.decided_at).date() if decision else None,
            **told,
        ),
    )
