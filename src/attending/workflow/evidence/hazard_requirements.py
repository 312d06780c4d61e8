"""What the hazard log forbids: staff see an AI only once the risks that are left of the log as it is were accepted."""

from __future__ import annotations

from collections.abc import Iterable

from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import IN_USE, State
from attending.program.models.use_cases import Stage
from attending.workflow.queries.hazard_log import entries_of, hash_of, newest_accepted
from attending.workflow.queries.hazard_maps import in_force
from attending.workflow.rules.log_standing import Accepted, log_standing


class ResidualRiskAccepted:
    """Asked of a use case with hazards of its own, on its map of how the work is to be or in its log.

    Any other goes on as before.
    """

    def before_stage(self, _use_case: UseCase, _to: Stage) -> Iterable[str]:
        """Nothing: hazards are asked of where staff use the AI."""
        return []

    def before_state(self, deployment: Deployment, to: State) -> Iterable[str]:
        """What is missing before a deployment becomes pilot or live. Six queries."""
        if to not in IN_USE:
            return []
        on_map = [(key, each.name) for key, each in in_force(deployment.use_case).hazards.items()]
        entries = entries_of(deployment.use_case)
        if not on_map and not any(each.is_ours for each in entries):
            return []
        standing = log_standing(newest_accepted(deployment.use_case), hash_of(deployment.use_case, entries), on_map)
        match standing.accepted:
            case Accepted.YES:
                return []
            case Accepted.NO:
                return [
                    "Nobody accepted the risks that are left of its hazard log. Whoever keeps the log puts it to those "
                    "who may, under Workflow, Hazards."
                ]
            case Accepted.CHANGED:
                new = f" On the map and not in it: {', '.join(standing.new_on_map)}." if standing.new_on_map else ""
                return [f"Its hazard log changed since it was accepted; put it to be accepted again.{new}"]
