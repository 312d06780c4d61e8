"""A vendor's card of the house's model, in two versions, and versions of that model."""

from __future__ import annotations

from datetime import date

from attending.cards.chai import ModelCard, write_card
from attending.inventory.actions.claims import receive_card
from attending.inventory.models import VendorClaim, VendorDocument
from attending.program.actions import deployments
from attending.program.models import ModelVersion
from tests.integration.house import House
from tests.unit.cards.cards import FAIRNESS, full_card, with_results, with_text, without


def first_card() -> ModelCard:
    """A card with a bare zero, a blank, something left out, and one claim on performance."""
    card = with_text(full_card(), ReleaseVersion="1.0", FundingSource="", PeerReviewedPublications="N/A")
    card = with_results(card, FAIRNESS, ("Significance vs age", {"kind": "single", "value": 0}))
    return without(card, "Resources/ClinicalTrial")


def second_card() -> ModelCard:
    """The next version of it."""
    return with_text(full_card(), ReleaseVersion="2.0", KnownRisksAndLimitations="It is late at night.")


def received(house: House, card: ModelCard | None = None) -> VendorDocument:
    version = house.deployment.model_version
    return receive_card(house.owner, version, write_card(card or first_card()), file_name="card.xml")


def next_version(house: House) -> ModelVersion:
    model = house.deployment.model_version.ai_model
    return deployments.register_version(
        house.owner,
        house.use_case,
        name=model.name,
        maker=model.maker,
        intended_use=model.intended_use,
        version="next",
        released_on=date(2026, 9, 1),
    )


def claim(document: VendorDocument, name: str) -> VendorClaim:
    """The claim of a field by the last part of its path, or by the label of a metric result."""
    found = [each for each in document.claims.all() if name in (each.path.rpartition("/")[2], each.label)]
    return found[0]
