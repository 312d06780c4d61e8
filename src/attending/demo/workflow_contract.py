"""The workload of the ward sepsis score on Hospital Medicine, and the contract that its unit is asked to sign."""

from __future__ import annotations

from typing import Final

from attending.demo.use_cases import Cast
from attending.demo.workflow_maps import NURSING, USE_CASE
from attending.program.models import Deployment
from attending.workflow.actions.contract_deciding import put_to_unit
from attending.workflow.actions.contracts import write_contract
from attending.workflow.actions.studies import study_workload
from attending.workflow.models import WorkloadStudy
from attending.workflow.queries.contract_maps import drawn, newest_text, to_be_of
from attending.workflow.queries.measured_points import measured_points
from attending.workflow.rules.arrivals import SHAPES, spread_over_the_day
from attending.workflow.rules.map_text import hash_of
from attending.workflow.rules.operating_points import validation_of
from attending.workflow.rules.oversight import oversight_points, shifts_of
from attending.workflow.rules.study import Asked, Basis

PATIENTS_A_DAY: Final = 180.0
FREE: Final = {"day": 2, "night": 1}
"""Nurses who can leave their patients for an alert, of those the map has on each shift."""
MINUTES: Final = 15.0
"""With the way there and back, and what is charted."""
THRESHOLD: Final = 0.3


def agree_workload(cast: Cast) -> None:
    """Study the workload with what silent running measured, and put the contract to the unit."""
    deployment = Deployment.objects.select_related(
        "use_case__organisation", "unit__site", "model_version__ai_model"
    ).get(use_case__organisation=cast.cmio.organisation, use_case__title=USE_CASE)
    study = _study(cast, deployment)
    contract = write_contract(cast.cmio, study, threshold=THRESHOLD, people=FREE, order="first-come")
    put_to_unit(
        cast.people[NURSING],
        contract,
        reason="Four to six alerts for each nurse and shift: what the wards said they answer with care.",
    )


def _study(cast: Cast, deployment: Deployment) -> WorkloadStudy:
    measured = measured_points(deployment)
    version, text = newest_text(to_be_of(deployment))
    care_map = drawn(text)
    if measured is None or care_map is None:
        raise ValueError("The demonstration studies the workload after silent running was reviewed and the map drawn.")
    point = oversight_points(care_map)[0]
    asked = Asked(
        validation=validation_of(
            measured.points,
            having=measured.having,
            without=measured.without,
            source=measured.source,
            aggregate=False,
        ),
        by_hour=spread_over_the_day(PATIENTS_A_DAY, "ward"),
        shifts=shifts_of(care_map),
        people=FREE,
        minutes=MINUTES,
        spread=MINUTES / 2,
        false_minutes=None,
        deadline=point.limit or 30.0,
        lapses=True,
        decay=None,
        needless=20.0,
    )
    basis = Basis(
        arrivals=f"{PATIENTS_A_DAY:g} patients a day (synthetic). {SHAPES['ward'].title}",
        sees=point.sees,
        acts=point.acts,
        step=point.name,
        on_breach=point.on_breach,
        fallback=point.fallback,
        map_number=version.number if version else None,
        map_sha256=hash_of(text),
    )
    return study_workload(cast.people[NURSING], deployment, asked, basis)
