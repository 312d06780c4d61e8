"""Entries of the inventory: written, changed, marked and linked by those who may; what is deployed comes by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from attending.decisions.models import Decision
from attending.inventory.actions.entries import add_entry, change_entry, link_entry, set_status
from attending.inventory.actions.registering import register_deployed
from attending.inventory.evidence import entries as evidence
from attending.inventory.following import tick
from attending.inventory.models import EntryKind, EntrySource, EntryStatus, InventoryEntry
from attending.inventory.rules.entries import EntryFacts
from attending.inventory.worklist.unreviewed import DiscoveredAi
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions.deployments import change_state
from attending.program.actions.people import vacate_seat
from attending.program.actions.record import name_of
from attending.program.models import Seat, SeatHolding
from attending.program.models.deployments import State
from attending.program.registries.evidence import FindingState
from attending.program.rules import NotAllowed, Refused
from tests.integration.house import House
from tests.integration.pages import stranger

FACTS = EntryFacts(name="Note writer", vendor="Quill", place="Clinic 2", kind=EntryKind.DOCUMENTATION)


def test_an_ai_that_nobody_reviewed_is_written_down(empty: House) -> None:
    entry = add_entry(empty.cmio, FACTS)
    assert (entry.status, entry.source, entry.added_by) == (EntryStatus.DISCOVERED, EntrySource.HAND, empty.cmio)
    assert Entry.objects.latest("seq").verb == "inventory.added"
    assert verify().ok


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": " "}, "Write the name"),
        ({"vendor": "v" * 201}, "The vendor has 201 characters; at most 200"),
        ({"used_since": timezone.localdate() + timedelta(days=1)}, "yet to come"),
    ],
)
def test_facts_that_no_entry_may_have(empty: House, changes: dict[str, object], told: str) -> None:
    with pytest.raises(Refused, match=told):
        add_entry(empty.cmio, EntryFacts(**{"name": "Note writer", **changes}))
    assert not InventoryEntry.objects.exists()


def test_the_same_name_vendor_and_place_are_the_same_ai(empty: House) -> None:
    add_entry(empty.cmio, FACTS)
    with pytest.raises(Refused, match="in the inventory already"):
        add_entry(empty.cmio, EntryFacts(name="NOTE  writer ", vendor="quill", place="clinic 2"))
    other = add_entry(empty.cmio, EntryFacts(name="Note writer", vendor="Quill", place="Clinic 3"))
    with pytest.raises(Refused, match="another entry named Note writer"):
        change_entry(empty.cmio, other, FACTS)


def test_who_may_and_whose(empty: House) -> None:
    entry = add_entry(empty.cmio, FACTS)
    for change in (
        lambda person: add_entry(person, EntryFacts(name="Other")),
        lambda person: change_entry(person, entry, EntryFacts(name="Other")),
        lambda person: set_status(person, entry, EntryStatus.IN_REVIEW, reason=""),
        lambda person: link_entry(person, entry, empty.use_case, None),
    ):
        with pytest.raises(NotAllowed):
            change(empty.nurse)
    with pytest.raises(NotAllowed, match="another organisation"):
        set_status(stranger(), entry, EntryStatus.IN_REVIEW, reason="")


def test_a_change_says_only_what_changed(empty: House) -> None:
    entry = add_entry(empty.cmio, FACTS)
    before = Entry.objects.count()
    assert change_entry(empty.cmio, entry, FACTS) == entry
    assert Entry.objects.count() == before
    changed = change_entry(empty.cmio, entry, EntryFacts(name="Scribe", vendor="Quill", place="Clinic 2"))
    assert (changed.name, changed.kind) == ("Scribe", EntryKind.UNKNOWN)
    assert Entry.objects.latest("seq").verb == "inventory.changed"


def test_an_ai_is_registered_by_its_use_case_and_set_aside_for_a_reason(empty: House) -> None:
    entry = add_entry(empty.cmio, FACTS)
    with pytest.raises(Refused, match="registered through its use case"):
        set_status(empty.cmio, entry, EntryStatus.REGISTERED, reason="")
    with pytest.raises(Refused, match="Write why"):
        set_status(empty.cmio, entry, EntryStatus.SET_ASIDE, reason=" ")
    with pytest.raises(Refused, match="already"):
        set_status(empty.cmio, entry, EntryStatus.DISCOVERED, reason="")
    linked = link_entry(empty.cmio, entry, empty.use_case, None)
    assert linked.status == EntryStatus.REGISTERED
    assert link_entry(empty.cmio, entry, None, None).status == EntryStatus.DISCOVERED
    assert set_status(empty.cmio, entry, EntryStatus.SET_ASIDE, reason="No AI in it.").status_reason == "No AI in it."


def test_the_database_holds_it_too(empty: House) -> None:
    entry = add_entry(empty.cmio, FACTS)
    rows = InventoryEntry.objects.filter(pk=entry.pk)
    for changes in (
        {"status": "registered"},
        {"status": "retired"},
        {"status": "loved"},
        {"kind": "magic"},
        {"name": ""},
        {"added_by": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**changes)
    other = add_entry(empty.cmio, EntryFacts(name="Other"))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(identity=other.identity)


def test_what_is_deployed_comes_in_by_itself_once(empty: House) -> None:
    assert list(tick(timezone.now())) == ["1 AI in use came into the inventory."]
    entry = InventoryEntry.objects.get()
    assert (entry.status, entry.source, entry.added_by) == (EntryStatus.REGISTERED, EntrySource.USE_CASE, None)
    assert (entry.use_case, entry.ai_model) == (empty.use_case, empty.deployment.model_version.ai_model)
    assert entry.place == "4 West, Main"
    assert Entry.objects.latest("seq").actor == "system"
    before = Entry.objects.count()
    assert list(tick(timezone.now())) == []
    assert Entry.objects.count() == before


def test_it_comes_in_as_soon_as_a_deployment_changes(empty: House) -> None:
    decided = name_of(Decision.objects.filter(proposal__subject=name_of(empty.deployment)).latest("pk"))
    change_state(empty.owner, empty.deployment, State.PAUSED, reason="A drill.", decision=decided)
    assert InventoryEntry.objects.get().use_case == empty.use_case


def test_what_somebody_found_earlier_is_the_same_ai(empty: House) -> None:
    model = empty.deployment.model_version.ai_model
    found = add_entry(empty.cmio, EntryFacts(name=model.name, vendor=model.maker, place="4 West, Main", owner="Me"))
    register_deployed(empty.use_case.organisation)
    entry = InventoryEntry.objects.get()
    assert (entry.pk, entry.status, entry.owner) == (found.pk, EntryStatus.REGISTERED, "Me")


def test_an_entry_that_its_use_case_has_without_a_model_gets_it(empty: House) -> None:
    found = link_entry(empty.cmio, add_entry(empty.cmio, FACTS), empty.use_case, None)
    register_deployed(empty.use_case.organisation)
    entry = InventoryEntry.objects.get()
    assert (entry.pk, entry.ai_model) == (found.pk, empty.deployment.model_version.ai_model)


def test_the_evidence_asks_for_an_owner_and_a_purpose(empty: House) -> None:
    def found() -> tuple[FindingState, str]:
        finding = next(iter(evidence.findings(empty.use_case)))
        assert next(iter(evidence.findings(empty.deployment))).state == finding.state
        return finding.state, finding.summary

    assert found() == (FindingState.MISSING, "No entry of the inventory is linked to it.")
    register_deployed(empty.use_case.organisation)
    assert found() == (FindingState.MET, "One entry is linked to it.")
    InventoryEntry.objects.update(purpose="")
    state, summary = found()
    assert state == FindingState.PARTIAL
    assert "does not say what it is used for (" in summary
    seat = SeatHolding.objects.get(use_case=empty.use_case, seat=Seat.CLINICAL_OWNER, ended_on=None)
    vacate_seat(empty.administrator, seat, reason="She moved.")
    assert "who answers for it" in found()[1]
    InventoryEntry.objects.update(purpose="Sees sepsis early.", owner="Head of medicine")
    assert found()[0] == FindingState.MET


def test_what_nobody_reviewed_waits_for_the_chief(empty: House) -> None:
    assert list(DiscoveredAi().for_person(empty.cmio)) == []
    add_entry(empty.cmio, FACTS)
    item = next(iter(DiscoveredAi().for_person(empty.cmio)))
    assert item.subject == "1 in the inventory"
    assert item.link.endswith("?status=discovered")
    assert list(DiscoveredAi().for_person(empty.owner)) == []
    assert list(DiscoveredAi().for_deployment(empty.deployment)) == []
