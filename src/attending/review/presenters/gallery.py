"""The pictures of a recorded review: drawn once, apart from the request, and kept; a review never changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from attending.review import kept
from attending.review.models import ReviewRun
from attending.review.presenters.clinical import clinical_panel
from attending.review.presenters.drift import drift_panel
from attending.review.presenters.figures import Recorded, shelves, work_sketch
from attending.review.presenters.sketches import Hang, Picture, Sketch, hang_from, picture
from attending.review.rules.standing import limits_of


def sketches(run: ReviewRun, recorded: Recorded) -> list[Sketch]:
    """Every chart of a review, none of them drawn."""
    found = [sketch for shelf in shelves(recorded) for sketch in shelf.sketches]
    for panel in (clinical_panel(run, recorded.act_at), drift_panel(recorded)):
        found += panel.sketches if panel is not None else ()
    work = work_sketch(recorded, None)
    return [*found, *([work] if work is not None else [])]


def hang(run: ReviewRun, recorded: Recorded) -> Hang:
    """How each sketch of a review becomes a figure: from the pictures kept, or said to be drawn."""
    content = kept.kept(name_of(recorded), partial(drawn, sketches(run, recorded)))
    return hang_from(None if content is None else read(content))


def draw_now(run: ReviewRun, recorded: Recorded) -> None:
    """Draw them here, where they are not kept yet; takes seconds."""
    kept.now(name_of(recorded), lambda: drawn(sketches(run, recorded)))


def drawn(found: Sequence[Sketch]) -> bytes:
    """Every picture, as a file keeps them."""
    return json.dumps({each.name: asdict(picture(each)) for each in found}, ensure_ascii=False).encode()


def read(content: bytes) -> dict[str, Picture]:
    """Pictures by the name of their sketch."""
    return {name: Picture(**each) for name, each in json.loads(content).items()}


def name_of(recorded: Recorded) -> str:
    """The file of a review's pictures; other limits, events or another threshold in use are drawn otherwise."""
    lines = []
    for measure in ("auroc", "oe"):
        limits = limits_of(recorded.agreed, measure)
        if limits is not None:
            bounds = (limits.warn_low, limits.warn_high, limits.stop_low, limits.stop_high)
            lines.append(f"{measure} {bounds} {limits.window_months}")
    events = [f"{each.month} {each.label}" for each in recorded.events]
    return kept.name_of("pictures.json", str(recorded.uid), recorded.comparator, str(recorded.act_at), *lines, *events)
