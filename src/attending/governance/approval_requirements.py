"""What a lapsed approval forbids: a use case stays in its stage, and goes no further until it is approved again."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from attending.governance.queries.approvals import newest_of
from attending.program.models import Deployment, Stage, UseCase
from attending.program.models.deployments import State
from attending.program.rules import is_forward
from attending.ui import formats


class StageStillApproved:
    """A use case goes forward only while what it was approved for in its present stage still holds."""

    def before_stage(self, use_case: UseCase, to: Stage) -> Iterable[str]:
        """Why the approval of the present stage no longer stands. One query."""
        here = Stage(use_case.stage)
        approval = newest_of(use_case) if is_forward(here, to) else None
        # One for the next stage has already taken the place of the one for this.
        if approval is None or approval.covers != here:
            return []
        again = f"Have {here.label.lower()} approved again at its gate first."
        lapse = getattr(approval, "lapse", None)
        if lapse is not None:
            no_more = " ".join(each["sentence"] for each in lapse.broken)
            return [f"The approval for {here.label.lower()} lapsed. This no longer holds: {no_more} {again}"]
        if approval.ends_at <= timezone.now():
            ended = formats.date(formats.last_day(approval.ends_at))
            return [f"The approval for {here.label.lower()} ended on {ended}. {again}"]
        return []

    def before_state(self, deployment: Deployment, to: State) -> Iterable[str]:
        """Nothing: a deployment's own approval says whether it may be used."""
        del deployment, to
        return []
