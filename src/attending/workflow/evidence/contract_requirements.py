"""What a unit's contract demands before staff see the AI there."""

from __future__ import annotations

from collections.abc import Iterable

from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import IN_USE, State
from attending.program.models.use_cases import Stage
from attending.workflow.evidence.contract import asked_of
from attending.workflow.queries.contracts import Standing, standing_of
from attending.workflow.queries.studies import studied
from attending.workflow.rules.capacity import demand_of, refusals, ways_out


class ContractBeforeUse:
    """A deployment whose use case has a to-be map is in use only under a signed contract that holds."""

    def before_stage(self, _use_case: UseCase, _to: Stage) -> Iterable[str]:
        """Nothing: contracts are asked of deployments."""
        return []

    def before_state(self, deployment: Deployment, to: State) -> Iterable[str]:
        """What is missing before it becomes pilot or live. A use case without a to-be map is not asked."""
        return unmet(standing_of(deployment)) if to in IN_USE else []


def unmet(found: Standing) -> list[str]:
    """What is missing of a contract, in sentences; empty without a to-be map, and of what writes and has no alerts."""
    where = found.deployment.unit.name
    if found.elsewhere:
        site = found.deployment.unit.site
        return [
            f"The maps of how the work is to be are of other sites than {site}, so {where} could agree to nothing. "
            f"Draw one of {site} or of every site, and have it signed."
        ]
    if found.care_map is None or not asked_of(found):
        return []
    if found.signed is None:
        return [
            f"{where} has signed no workflow contract: nobody has agreed who acts on the alerts, by when, and with how "
            "many people. Write it from a workload study, and have the unit sign it."
        ]
    if found.lapsed:
        return [f"The workflow contract of {where} has lapsed: {'; '.join(found.lapsed)}. Have a new one signed."]
    workload = studied(found.signed.study).workload
    over = refusals(demand_of(workload, found.signed.threshold, found.signed.team))
    return [*over, *ways_out(workload, found.signed.threshold, found.signed.team)] if over else []
