"""The risk tier of every use case, by the questionnaire of the policy: what its clinical owner would answer."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from attending.demo.use_cases import Cast, Entry
from attending.governance.actions.tiering import assess
from attending.program.models import Seat, UseCase
from attending.program.queries.seats import holder


@cache
def _answers() -> Entry:
    return tomllib.loads(resources.files("attending.demo").joinpath("tiers.toml").read_text("utf-8"))


def assess_tier(cast: Cast, use_case: UseCase) -> None:
    """Answer the questions about one use case: its clinical owner does, or the chief where there is none."""
    answers = {**_answers()["usual"], **_answers()[use_case.title]}
    assess(holder(use_case, Seat.CLINICAL_OWNER) or cast.cmio, use_case, answers)
