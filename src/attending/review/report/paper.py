"""A review as it goes on paper, from a review just run or from the record of an earlier one. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from attending.analytics import PerformanceReview, from_document
from attending.review.compute import ReviewResult
from attending.review.provenance import describe, mapping_document, reproducibility
from attending.review.report.figures import period_text
from attending.review.supplements import Supplements


@dataclass(frozen=True)
class ReviewPaper:
    """Everything a paper says.

    ``intake`` is ``IntakeReport.to_document()``, ``mapping`` is ``provenance.mapping_document()``; both are what a
    recorded review keeps. ``title`` may be empty: then the paper is titled with its source. ``about`` are further
    pairs of label and text to put first, such as the deployment and who ran the review. ``supplements`` are records by
    name, ``reproducibility`` is all that is needed to compute the review again.
    """

    title: str
    review: PerformanceReview
    months: tuple[str, ...]
    intake: Mapping[str, Any]
    resolution: str
    mapping: Mapping[str, Any]
    versions: Mapping[str, str]
    source: str
    source_sha256: str
    about: tuple[tuple[str, str], ...] = ()
    supplements: Mapping[str, Any] = field(default_factory=dict)
    reproducibility: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_result(cls, result: ReviewResult, *, title: str = "") -> ReviewPaper:
        """The paper of a review just run."""
        source, digest = describe(result.intake.files)
        return cls(
            title=title,
            review=result.review,
            months=result.months,
            intake=result.intake.to_document(),
            resolution=str(result.resolution),
            mapping=mapping_document(result),
            versions=result.versions,
            source=source,
            source_sha256=digest,
            supplements=result.supplements,
            reproducibility=reproducibility(result),
        )

    @classmethod
    def of_record(
        cls,
        *,
        title: str,
        document: Mapping[str, Any],
        intake: Mapping[str, Any],
        resolution: str,
        mapping: Mapping[str, Any],
        versions: Mapping[str, str],
        source: str,
        source_sha256: str,
        about: Sequence[tuple[str, str]] = (),
        supplements: Mapping[str, Any] | None = None,
        reproducibility: Mapping[str, Any] | None = None,
    ) -> ReviewPaper:
        """The paper of a recorded review, from the fields of its record. ValueError: of a version that is not read."""
        review = from_document(document)
        months = tuple(month.period[0] for month in review.months if month.period is not None)
        return cls(
            title,
            review,
            months,
            intake,
            resolution,
            mapping,
            versions,
            source,
            source_sha256,
            tuple(about),
            supplements or {},
            reproducibility or {},
        )

    @cached_property
    def beside(self) -> Supplements:
        """What stands beside the measures, read from the record."""
        return Supplements.from_document(self.supplements)

    @property
    def heading(self) -> str:
        """The title, or one made from the source."""
        return self.title or f"Review of {self.source}"

    @property
    def summary(self) -> str:
        """Period and counts in one line."""
        overall = self.review.overall
        return (
            f"{period_text(overall)}; {overall.n:,} predictions, {overall.labelled:,} with known outcome, "
            f"{overall.events:,} events"
        )

    @property
    def account(self) -> str:
        """read = loaded + duplicate + quarantined, always."""
        return account(self.intake)

    @property
    def model(self) -> str:
        """The column of the score, which names it."""
        return str(self.mapping["score"])

    @property
    def comparator(self) -> str:
        """The column of the second score, or a word for it."""
        return str(self.mapping.get("comparator") or "comparator")

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Which column of the log is what."""
        mapping = self.mapping
        named = [
            ("Score", mapping["score"]),
            ("Outcome", mapping["outcome"] or "none"),
            ("Time", mapping["time"]),
            ("Second score", mapping["comparator"] or "none"),
            ("Subgroups", ", ".join(mapping["by"]) or "none"),
            ("Combined", "; ".join(", ".join(names) for names in mapping.get("crossed", ())) or "none"),
            ("Compared within", mapping.get("control") or "none"),
            ("Patient", mapping.get("patient") or "none, so every row stands for itself"),
            ("Inputs", ", ".join(mapping.get("inputs", ())) or "none"),
            ("Key", ", ".join(mapping["key"]) or "none, so duplicates were not looked for"),
            ("Thresholds", ", ".join(mapping["thresholds"]) or "none"),
        ]
        return [(label, str(text)) for label, text in named]


def account(intake: Mapping[str, Any]) -> str:
    """read = loaded + duplicate + quarantined, always."""
    conflicts = f" ({intake['conflicts']:,} of them conflicts)" if intake["conflicts"] else ""
    return (
        f"{intake['read']:,} rows read = {intake['loaded']:,} loaded + {intake['duplicate']:,} duplicate + "
        f"{intake['quarantined']:,} quarantined{conflicts}"
    )
