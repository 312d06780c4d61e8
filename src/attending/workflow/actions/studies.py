"""Study the workload of a deployment."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone

from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.rules import Act
from attending.workflow.models import WorkloadStudy
from attending.workflow.rules.study import Asked, Basis, inputs_record, simulated, workload_of


def study_workload(acting: Person, deployment: Deployment, asked: Asked, basis: Basis) -> WorkloadStudy:
    """Simulate the queue of alerts over thresholds, teams and orders, and keep it. Takes a few seconds.

    Raises NotAllowed without the right, Refused for numbers that cannot be; both before anything is simulated.
    """
    check(acting, Act.STUDY_WORKLOAD, deployment.use_case)
    workload = workload_of(asked, str(deployment))
    begun = time.monotonic()
    results = simulated(workload)
    return _keep(acting, deployment, {**inputs_record(workload, basis)}, results, time.monotonic() - begun)


@transaction.atomic
def _keep(
    acting: Person, deployment: Deployment, inputs: dict[str, object], results: dict[str, object], seconds: float
) -> WorkloadStudy:
    check(acting, Act.STUDY_WORKLOAD, deployment.use_case)
    record = WorkloadStudy.objects.create(
        deployment=deployment,
        inputs=inputs,
        results=results,
        seconds=seconds,
        made_by=acting,
        made_at=timezone.now(),
    )
    log(acting, "workload.studied", record, {"deployment": deployment.pk, "inputs": inputs["basis"]})
    return record
