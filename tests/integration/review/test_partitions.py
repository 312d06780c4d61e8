"""Tonight's part is added to those that are stored, and the review is that of everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from attending.analytics import from_document
from attending.cli.review import app
from attending.program.rules import Refused
from attending.review.actions import partitions
from attending.review.actions.partitions import update_review
from attending.review.actions.sources import map_log
from attending.review.compute import run_review
from attending.review.models import ReviewRun, StoredPartition
from attending.sources import LogRefused
from tests.integration.house import House
from tests.integration.review.logs import MAPPING, rows, write, write_parquet


@pytest.fixture
def folder(house: House, tmp_path: Path) -> Path:
    log = tmp_path / "log"
    log.mkdir()
    map_log(house.platform, house.deployment, MAPPING, location=str(log))
    for month in ("2026-03", "2026-04"):
        write_parquet(log / f"{month}.parquet", rows((month,), seed=int(month[-2:])))
    return log


def update(house: House) -> tuple[ReviewRun | None, tuple[str, ...]]:
    run, told = update_review(house.platform, house.deployment)
    return run, told.read


def test_only_what_is_new_is_read_and_the_numbers_are_those_of_everything(house: House, folder: Path) -> None:
    first, read = update(house)
    assert read == ("2026-03.parquet", "2026-04.parquet")
    write_parquet(folder / "2026-05.parquet", rows(("2026-05",), seed=5))
    second, read = update(house)
    assert read == ("2026-05.parquet",)
    StoredPartition.objects.all().delete()
    whole, read = update(house)
    assert len(read) == 3
    assert first is not None
    assert second is not None
    assert whole is not None
    assert second.document == whole.document
    assert second.intake["read"] == 360
    assert from_document(second.document).overall.n == from_document(first.document).overall.n + 120


def test_the_cases_of_a_month_in_one_file_are_followed_as_in_the_whole_log(house: House, folder: Path) -> None:
    update(house)
    write_parquet(folder / "2026-05.parquet", rows(("2026-05",), seed=5))
    run, read = update(house)
    assert read == ("2026-05.parquet",)
    assert run is not None
    whole = run_review(str(folder), MAPPING)
    assert run.supplements["cases"] == whole.supplements["cases"]
    assert [each["period"] for each in run.supplements["cases"]] == ["2026-03", "2026-04", "2026-05"]
    write_parquet(folder / "2026-05-late.parquet", rows(("2026-05",), each=30, seed=6))
    run, read = update(house)
    assert run is not None
    assert [each["period"] for each in run.supplements["cases"]] == ["2026-03", "2026-04"]


def test_nothing_new_records_nothing(house: House, folder: Path) -> None:
    update(house)
    assert update(house) == (None, ())
    assert ReviewRun.objects.count() == 1


def test_a_part_that_is_sent_again_takes_the_place_of_the_one_before(house: House, folder: Path) -> None:
    update(house)
    write_parquet(folder / "2026-04.parquet", rows(("2026-04",), each=50, seed=9))
    run, read = update(house)
    assert read == ("2026-04.parquet",)
    assert run is not None
    assert run.intake["read"] == 170
    assert StoredPartition.objects.filter(name="2026-04.parquet").count() == 2
    (folder / "2026-03.parquet").unlink()
    run, read = update(house)
    assert read == ()
    assert run is not None
    assert run.intake["read"] == 50


def test_a_bad_part_leaves_everything_as_it_was(house: House, folder: Path) -> None:
    update(house)
    bad = rows(("2026-05",))
    for row in bad:
        row[1] = "7"
    write_parquet(folder / "2026-05.parquet", bad)
    with pytest.raises(LogRefused):
        update(house)
    assert ReviewRun.objects.count() == 1
    assert StoredPartition.objects.count() == 2


def test_a_log_that_cannot_be_added_up_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="has no such log"):
        update(house)


def test_the_command_says_what_it_read(house: House, folder: Path) -> None:
    runner = CliRunner()
    login = house.platform.user.username if house.platform.user else ""
    told = runner.invoke(app, ["update", str(house.deployment.pk), "--as", login])
    assert "Read 2026-03.parquet, 2026-04.parquet; 0 files were added up" in told.stdout
    assert (
        "Nothing is new: 2 files were" in runner.invoke(app, ["update", str(house.deployment.pk), "--as", login]).stdout
    )
    assert runner.invoke(app, ["update", "999", "--as", login]).exit_code == 2
    write(folder / "notes.csv", rows(("2026-06",)))
    assert runner.invoke(app, ["update", str(house.deployment.pk), "--as", login]).exit_code == 2


@pytest.mark.one_database
def test_groups_compared_within_another_column_are_counted_anew(house: House, folder: Path) -> None:
    by_both = replace(MAPPING, by=("sex", "at"))
    map_log(house.platform, house.deployment, by_both, location=str(folder))
    update(house)
    map_log(house.platform, house.deployment, by_both, location=str(folder), control="sex")
    run, read = update(house)
    assert read == ("2026-03.parquet", "2026-04.parquet")
    assert run is not None
    assert run.supplements["equity"]["within"]


def test_a_part_that_another_update_stored_meanwhile_is_not_stored_twice(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute = partitions.update

    def slowly(*told: Any, **options: Any) -> Any:
        monkeypatch.setattr(partitions, "update", compute)
        found = compute(*told, **options)
        update(house)
        return found

    monkeypatch.setattr(partitions, "update", slowly)
    with pytest.raises(Refused, match="Another update"):
        update(house)
    assert ReviewRun.objects.count() == 1
    assert StoredPartition.objects.count() == 2


def test_a_part_without_rows_is_refused_by_its_name(house: House, folder: Path) -> None:
    update(house)
    pq.write_table(pq.read_table(folder / "2026-04.parquet").slice(0, 0), folder / "2026-05.parquet")
    with pytest.raises(LogRefused, match="2026-05"):
        update(house)
    assert ReviewRun.objects.count() == 1
