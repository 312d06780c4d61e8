"""What gates demand: forward, and into use, only under an approval that stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from attending.governance.queries.gates import standing_approval
from attending.program.models import Deployment, Stage, UseCase
from attending.program.models.deployments import IN_USE, State


class ApprovalStands:
    """A use case goes forward, and a deployment becomes pilot or live, only with an approval of its gate."""

    def before_stage(self, use_case: UseCase, to: Stage) -> Iterable[str]:
        """The sentence where no approval for that stage stands."""
        if standing_approval(use_case, to, timezone.now()) is not None:
            return []
        return [f"No approval for {to.label.lower()} stands. Ask for its gate and have it signed."]

    def before_state(self, deployment: Deployment, to: State) -> Iterable[str]:
        """The sentence where no approval stands for that use."""
        if to not in IN_USE or standing_approval(deployment, to, timezone.now()) is not None:
            return []
        return [f"No approval for {to.label.lower()} stands. Ask for its go-live gate and have it signed."]


PROVIDER = ApprovalStands()
