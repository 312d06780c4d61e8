"""The risk tier of every use case, by the questionnaire of the policy: what its clinical owner would answer."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from attending.governance.actions.tiering import assess
from attending.program.models import Person, UseCase


@cache
def _answers() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files("attending.demo").joinpath("tiers.toml").read_text("utf-8"))


def assess_tier(acting: Person, use_case: UseCase) -> UseCase:
    """Answer the questions about one use case as its clinical owner, or the chief where there is none."""
    assess(acting, use_case, {**_answers()["usual"], **_answers()[use_case.title]})
    return UseCase.objects.get(pk=use_case.pk)
