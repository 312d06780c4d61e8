"""A map is held against a log: counts come in, small ones withheld, no row stays, and a check grows stale."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner, Result

from attending.cli.reality import app
from attending.ledger.models import Entry
from attending.maps.reading import read
from attending.program.actions.use_cases import propose_use_case
from attending.program.registries import worklist
from attending.program.registries.evidence import Finding, findings
from attending.program.rules import NotAllowed, Refused
from attending.sources.events import EventMapping
from attending.workflow import reality_reading
from attending.workflow.actions.maps import open_map
from attending.workflow.actions.reality import keep_mapping, record_check
from attending.workflow.models import LogMapping, MapKind, MapVersion, RealityCheck
from attending.workflow.reality_reading import UnreadableLog, check_file
from attending.workflow.rules.reality import from_document
from tests.integration.house import House, thesis
from tests.integration.pages import stranger, visitor
from tests.integration.workflow.contract_world import TEXT, offered, signed
from tests.integration.workflow.reality import MAPPING, checked, text

FORMS: list[tuple[dict[str, str], str]] = [
    ({"time_zone": "Mars/Olympus"}, "not the name of a time zone"),
    ({"site": "stay"}, "mapped twice"),
    ({"version": "999"}, "not offered here"),
]


@pytest.fixture
def version(house: House) -> MapVersion:
    care_map = open_map(house.owner, house.use_case, MapKind.AS_IS, text=TEXT)
    return signed(house, care_map, TEXT)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "ward.csv"
    path.write_text(text())
    return path


class TestChecking:
    def test_counts_come_in_with_their_denominators_and_no_case_does(
        self, house: House, version: MapVersion, log: Path
    ) -> None:
        record = checked(house, version, log)
        found = from_document(record.results).check
        assert (record.cases, record.events, record.loaded) == (40, 150, 150)
        assert found.coverage is not None
        assert {step.key: step.cases for step in found.coverage.steps}["look"] == 30
        outcomes = found.rules[0].outcomes
        assert (outcomes.activated, outcomes.in_time, outcomes.late, outcomes.missing) == (40, 21, 9, 10)
        assert [each.name for each in found.coverage.undrawn] == ["Paperwork"]
        assert "stay-" not in json.dumps(record.results)
        assert Entry.objects.filter(verb="reality.checked").count() == 1

    def test_groups_of_fewer_than_eleven_are_withheld(self, house: House, version: MapVersion, log: Path) -> None:
        groups = from_document(checked(house, version, log).results).check.rules[0].groups
        assert {group.level for group in groups if group.attribute == "site" and group.activated} == {"East", "West"}
        assert any(group.activated is None for group in groups if group.attribute == "weekday")

    def test_a_log_of_few_cases_is_refused(self, version: MapVersion, tmp_path: Path) -> None:
        path = tmp_path / "few.csv"
        path.write_text(text(cases=10))
        with pytest.raises(Refused, match=r"The log has 10 cases\. Fewer than 11 are not told"):
            check_file(path, MAPPING, read(version.text))

    def test_a_log_without_the_column_is_refused_by_name(self, version: MapVersion, log: Path) -> None:
        with pytest.raises(UnreadableLog, match="patient"):
            check_file(log, EventMapping(case="patient", activity="event", timestamp="at"), read(version.text))

    def test_few_bytes_that_unpack_to_many_are_refused(
        self, version: MapVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reality_reading, "MOST_UNPACKED", 2**20)
        path = tmp_path / "ward.xes.gz"
        path.write_bytes(gzip.compress(b"<log>" + b" " * 2**21 + b"</log>"))
        with pytest.raises(UnreadableLog, match="larger than 1 MB once unpacked"):
            check_file(path, MAPPING, read(version.text))

    def test_the_same_mapping_is_kept_once_and_a_change_is_a_new_one(self, house: House) -> None:
        first = keep_mapping(house.owner, house.use_case, MAPPING)
        assert keep_mapping(house.owner, house.use_case, MAPPING) == first
        keep_mapping(house.owner, house.use_case, EventMapping(case="encounter"))
        assert LogMapping.objects.count() == 2

    def test_it_is_for_those_who_answer_and_within_one_use_case(
        self, house: House, version: MapVersion, log: Path
    ) -> None:
        found = check_file(log, MAPPING, read(version.text))
        mapping = keep_mapping(house.owner, house.use_case, MAPPING)
        with pytest.raises(NotAllowed, match="another organisation"):
            record_check(stranger(), version, mapping, found)
        other = propose_use_case(house.cmio, thesis("Falls"))
        with pytest.raises(Refused, match="belongs to another use case"):
            record_check(house.cmio, version, keep_mapping(house.cmio, other, MAPPING), found)


class TestEvidence:
    def finding(self, house: House) -> Finding:
        return next(each for each in findings(house.use_case) if each.item == "workflow-reality")

    def test_missing_then_met_then_stale(self, house: House, version: MapVersion, log: Path) -> None:
        assert self.finding(house).state == "missing"
        asked = [each for each in worklist.for_person(house.nurse) if "really happens" in each.title]
        assert len(asked) == 1
        record = checked(house, version, log)
        assert self.finding(house).state == "met"
        said = self.finding(house).summary.replace("\N{NO-BREAK SPACE}", " ")
        assert "Events of 2 Mar 2026 to " in said, "an old log that was checked today is told by its period"
        assert not [each for each in worklist.for_person(house.nurse) if "really happens" in each.title]
        offered(house, version.care_map, TEXT.replace("minutes: 8", "minutes: 9"))
        stale = self.finding(house)
        assert stale.state == "stale"
        assert "version 2 is the newest" in stale.summary
        assert stale.as_of == record.checked_at

    def test_a_year_later_it_is_stale(
        self, house: House, version: MapVersion, log: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record = checked(house, version, log)
        later = timezone.localdate(record.checked_at) + timedelta(days=366)
        monkeypatch.setattr(timezone, "localdate", lambda *_: later)
        assert "over a year ago" in self.finding(house).summary


@pytest.mark.one_database
class TestPages:
    @pytest.fixture(autouse=True)
    def _demonstration(self, settings: Any) -> None:
        settings.ATTENDING_DEMO = True

    def post(self, client: Client, house: House, of: MapVersion, content: str, **changes: str) -> HttpResponse:
        fields = {"version": str(of.pk), "case": "stay", "activity": "event", "timestamp": "at", "site": "ward"}
        file = SimpleUploadedFile("ward.csv", content.encode(), "text/csv")
        address = reverse("workflow:check-reality", args=[house.use_case.key])
        answer: HttpResponse = client.post(address, {**fields, "time_zone": "UTC", "log": file, **changes}, follow=True)
        return answer

    def waiting(self) -> list[Path]:
        folder = Path(settings.DATA_DIR) / "handed-over"
        return list(folder.iterdir()) if folder.exists() else []

    def test_a_log_is_handed_over_counted_and_gone(self, house: House, version: MapVersion) -> None:
        client = visitor(house.owner)
        page = self.post(client, house, version, text())
        assert page.status_code == 200
        shown = page.content.decode()
        for part in ("30 of 40", "Looked at within 30 minutes", "What really happens", "Paperwork"):
            assert part in shown
        assert "stay-" not in shown
        assert not self.waiting()
        again = client.get(reverse("workflow:check-reality", args=[house.use_case.key])).content.decode()
        assert 'value="stay"' in again
        assert "ward.csv" not in again
        assert "40" in client.get(reverse("workflow:reality", args=[house.use_case.key])).content.decode()

    def test_bad_rows_are_shown_and_nothing_is_kept(self, house: House, version: MapVersion) -> None:
        page = self.post(visitor(house.owner), house, version, text().replace("2026-03", "yesterday"))
        assert page.status_code == 422
        assert "yesterday" in page.content.decode()
        assert not RealityCheck.objects.exists()
        assert not LogMapping.objects.exists()
        assert not self.waiting()

    def test_a_form_that_cannot_be_is_refused(self, house: House, version: MapVersion) -> None:
        for changes, why in FORMS:
            page = self.post(visitor(house.owner), house, version, text(), **changes)
            assert page.status_code == 422
            assert why in page.content.decode()
            assert not self.waiting()

    def test_somebody_without_the_right_uploads_nothing(self, house: House, version: MapVersion) -> None:
        assert self.post(visitor(house.administrator), house, version, text()).status_code == 403
        assert not self.waiting()


class TestCommand:
    def run(self, *arguments: object) -> Result:
        return CliRunner().invoke(app, [str(each) for each in arguments])

    def test_a_log_where_it_lies_is_checked_and_kept_for_a_version(
        self, house: House, version: MapVersion, log: Path, tmp_path: Path
    ) -> None:
        columns = tmp_path / "columns.json"
        columns.write_text(json.dumps(MAPPING.to_document()))
        found = self.run(log, "--version", version.pk, "--as", "olga-owner", "--mapping", columns, "--by", "site")
        assert found.exit_code == 0, found.output
        record = RealityCheck.objects.get()
        assert (record.version, record.cases, record.checked_by) == (version, 40, house.owner)
        assert record.mapping.document == MAPPING.to_document()

    def test_nothing_is_kept_for_nobody_or_for_no_version(self, version: MapVersion, log: Path) -> None:
        for arguments, why in (
            (("--version", version.pk, "--as", "nobody"), "no active person with the login 'nobody'"),
            (("--version", 999, "--as", "olga-owner"), "There is no version 999 of a map"),
        ):
            refused = self.run(log, *arguments)
            assert refused.exit_code == 2
            assert why in refused.output
        assert not RealityCheck.objects.exists()
