"""The records of workflow design."""

from attending.workflow.models.contract import ContractState, WorkflowContract, WorkloadStudy
from attending.workflow.models.drills import DowntimeDrill
from attending.workflow.models.hazard_log import HazardLogVersion, LogState
from attending.workflow.models.hazards import (
    ControlKind,
    ControlSide,
    Hazard,
    HazardControl,
    HazardRating,
    HazardState,
    RatingPhase,
)
from attending.workflow.models.maps import CareMap, MapDraft, MapKind, MapOffer, MapOutcome, MapVersion
from attending.workflow.models.reality import LogMapping, RealityCheck
from attending.workflow.models.walkthrough import Goes, StepAnswer, StepReply, Walkthrough

__all__ = [
    "CareMap",
    "ContractState",
    "ControlKind",
    "ControlSide",
    "DowntimeDrill",
    "Goes",
    "Hazard",
    "HazardControl",
    "HazardLogVersion",
    "HazardRating",
    "HazardState",
    "LogMapping",
    "LogState",
    "MapDraft",
    "MapKind",
    "MapOffer",
    "MapOutcome",
    "MapVersion",
    "RatingPhase",
    "RealityCheck",
    "StepAnswer",
    "StepReply",
    "Walkthrough",
    "WorkflowContract",
    "WorkloadStudy",
]
