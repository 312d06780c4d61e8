"""What waits in intake: a nurse's unfinished draft, and a proposal that somebody without an account sent."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from importlib import resources

from attending.demo.use_cases import Cast
from attending.strategy.actions.intake import begin_draft, save_step
from attending.strategy.actions.intake_links import open_link
from attending.strategy.actions.outside import begin_outside, save_outside, send_outside
from attending.strategy.rules.intake import ASKED, INSIDE, OUTSIDE


def bring_problems(cast: Cast, today: date) -> None:
    """Begin the draft, open the link, and send a proposal through it."""
    data = tomllib.loads(resources.files("attending.demo").joinpath("intake.toml").read_text("utf-8"))
    nurse, written = cast.people[data["draft"]["by"]], data["draft"]["answers"]
    draft = begin_draft(nurse)
    for step in INSIDE:
        if answers := _of(written, ASKED[step]):
            draft = save_step(nurse, draft, step, answers)
    opened = data["link"]
    expires_on = today + timedelta(days=opened["days"])
    link, _ = open_link(cast.cmio, label=opened["label"], expires_on=expires_on, most=opened["most"])
    proposal, _ = begin_outside(link)
    for step in OUTSIDE:
        proposal = save_outside(proposal, step, _of(data["proposal"] | data["proposal"]["answers"], ASKED[step]))
    send_outside(proposal)


def _of(written: Mapping[str, str], fields: tuple[str, ...]) -> dict[str, str]:
    return {field: written[field] for field in fields if field in written}
