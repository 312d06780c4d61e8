"""The records of the program; every room above stands on them."""

from attending.program.models.capabilities import Capability, CapabilityLink
from attending.program.models.clinical_input import ClinicalInput
from attending.program.models.deployments import AiModel, Deployment, DeploymentStateChange, ModelVersion
from attending.program.models.measures import MeasureBatch, MeasureResult
from attending.program.models.organisation import Organisation, Site, Unit
from attending.program.models.people import Discipline, Person, Seat, SeatHolding
from attending.program.models.use_cases import (
    EnterprisePriority,
    OutcomeMeasure,
    RiskTier,
    Stage,
    StrategicAnswer,
    UseCase,
)

__all__ = [
    "AiModel",
    "Capability",
    "CapabilityLink",
    "ClinicalInput",
    "Deployment",
    "DeploymentStateChange",
    "Discipline",
    "EnterprisePriority",
    "MeasureBatch",
    "MeasureResult",
    "ModelVersion",
    "Organisation",
    "OutcomeMeasure",
    "Person",
    "RiskTier",
    "Seat",
    "SeatHolding",
    "Site",
    "Stage",
    "StrategicAnswer",
    "Unit",
    "UseCase",
]
