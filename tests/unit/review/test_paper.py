"""A recorded review gives the same paper as the review just run."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from attending.analytics import to_document
from attending.review.compute import run_review
from attending.review.provenance import describe
from attending.review.report.html import review_html
from attending.review.report.paper import ReviewPaper
from attending.sources import ColumnMapping, FileManifest
from tests.integration.review_command.logs import write_csv

MAPPING = ColumnMapping("risk", "died", "at", by=("unit",), key=("id",))


def test_from_the_record_as_from_the_review(tmp_path: Path) -> None:
    result = run_review(write_csv(tmp_path / "log.csv"), MAPPING, thresholds=[Decimal("0.5")])
    run = ReviewPaper.of_result(result, title="Sepsis alert")
    stored = json.loads(
        json.dumps(
            {
                "document": to_document(run.review),
                "intake": run.intake,
                "resolution": run.resolution,
                "mapping": run.mapping,
                "versions": run.versions,
                "source": run.source,
                "source_sha256": run.source_sha256,
                "supplements": run.supplements,
                "reproducibility": run.reproducibility,
            }
        )
    )
    recorded = ReviewPaper.of_record(title="Sepsis alert", **stored)
    assert recorded == run
    assert recorded.months == ("2026-01", "2026-02", "2026-03")
    assert review_html(recorded) == review_html(run)


def test_a_record_of_another_version_says_to_review_again() -> None:
    with pytest.raises(ValueError, match="run the review again"):
        ReviewPaper.of_record(
            title="",
            document={"schema": "other"},
            intake={},
            resolution="",
            mapping={},
            versions={},
            source="",
            source_sha256="",
        )


def test_several_files_have_one_hash_that_does_not_depend_on_their_order() -> None:
    files = [FileManifest(name, 1, 1, digit * 64, "manifest") for name, digit in (("a.csv", "1"), ("b.csv", "2"))]
    assert describe(files[:1]) == ("a.csv", "1" * 64)
    name, digest = describe(files)
    assert name == "2 files from a.csv"
    assert digest == describe(files[::-1])[1]
    assert len(digest) == 64
