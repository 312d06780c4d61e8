"""The records of governance, a file for each subject."""

from attending.governance.models.approvals import Approval, Comparison, Lapse
from attending.governance.models.gates import Gate, GateException, GateKind, Route
from attending.governance.models.oversight import BREACHES, Breach, OversightThreshold, Reading, Verdict
from attending.governance.models.tiering import TierAssessment

__all__ = [
    "BREACHES",
    "Approval",
    "Breach",
    "Comparison",
    "Gate",
    "GateException",
    "GateKind",
    "Lapse",
    "OversightThreshold",
    "Reading",
    "Route",
    "TierAssessment",
    "Verdict",
]
