"""Which EHR release a site runs: who may record it, and who is told."""

from __future__ import annotations

import pytest

from attending.ledger.models import Entry
from attending.program.actions.organisation import add_site, record_ehr
from attending.program.models import Site
from attending.program.registries import events
from attending.program.rules import NotAllowed, Refused
from tests.integration.house import House


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The use cases whose facts changed."""
    heard: list[str] = []
    monkeypatch.setitem(events._handlers, events.FactsChanged, [lambda event: heard.append(event.use_case.key)])
    return heard


def test_the_use_cases_that_run_there_are_told(house: House, told: list[str]) -> None:
    site = record_ehr(house.administrator, house.deployment.unit.site, " May 2026 ")
    assert Site.objects.get(pk=site.pk).ehr_version == "May 2026"
    assert told == ["sepsis-alert"]
    entry = Entry.objects.get(verb="site.ehr_recorded")
    assert '"after":"May 2026"' in entry.payload.body


def test_a_site_where_nothing_runs_tells_nobody(house: House, told: list[str]) -> None:
    record_ehr(house.cmio, add_site(house.administrator, "North"), "May 2026")
    assert told == []


@pytest.mark.parametrize(
    ("version", "wanted"),
    [("  ", "Write the release as the vendor names it"), ("May 2026", "Main runs May 2026 already")],
)
def test_what_says_nothing_new_is_refused(house: House, version: str, wanted: str) -> None:
    site = record_ehr(house.platform, house.deployment.unit.site, "May 2026")
    entries = Entry.objects.count()
    with pytest.raises(Refused, match=wanted):
        record_ehr(house.platform, site, version)
    assert Entry.objects.count() == entries


def test_a_platform_owner_records_only_where_theirs_runs(house: House) -> None:
    elsewhere = add_site(house.administrator, "North")
    for person, site in ((house.platform, elsewhere), (house.nurse, house.deployment.unit.site)):
        with pytest.raises(NotAllowed, match="record which version of the EHR"):
            record_ehr(person, site, "May 2026")
