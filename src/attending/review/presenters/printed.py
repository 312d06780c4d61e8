"""A recorded review as PDF: set once, apart from the request, and kept."""

from __future__ import annotations

from functools import partial

from attending.program.registries import limits
from attending.review import kept
from attending.review.models import ReviewRun
from attending.review.presenters import gallery
from attending.review.presenters.page import about, recorded_of
from attending.review.recorded import review_of
from attending.review.report.paper import ReviewPaper
from attending.review.report.pdf import review_pdf
from attending.review.supplements import supplements_of


def pdf_of(run: ReviewRun) -> bytes | None:
    """The review on paper; None while it is being set."""
    return kept.kept(name_of(run), partial(review_pdf, paper_of(run)))


def draw(run: ReviewRun) -> None:
    """Draw the charts of a review here, where they are not kept yet; takes seconds."""
    review, beside = review_of(run), supplements_of(run.uid, run.supplements)
    gallery.draw_now(run, recorded_of(run, review, beside, limits.limits_for(run.deployment)))


def prepare(run: ReviewRun) -> None:
    """Draw its charts and set its PDF, so that nobody waits for them."""
    draw(run)
    kept.now(name_of(run), lambda: review_pdf(paper_of(run)))


def name_of(run: ReviewRun) -> str:
    """The file of the PDF; what is written about the deployment may change, and is then set anew."""
    told = [f"{label}: {text}" for label, text in about(run)]
    return kept.name_of("pdf", str(run.uid), title(run), *told)


def title(run: ReviewRun) -> str:
    """The use case and the unit."""
    return f"{run.deployment.use_case.title}, {run.deployment.unit.name}"


def paper_of(run: ReviewRun) -> ReviewPaper:
    """All that the paper says."""
    return ReviewPaper.of_record(
        title=title(run),
        document=run.document,
        intake=run.intake,
        resolution=run.resolution,
        mapping=run.mapping,
        versions=run.versions,
        source=run.source,
        source_sha256=run.source_sha256,
        about=about(run),
        supplements=run.supplements,
        reproducibility=run.reproducibility,
    )
