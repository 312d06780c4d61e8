"""The records of governance, a file for each subject."""

from attending.governance.models.agreements import OversightAgreement
from attending.governance.models.approvals import Approval, Comparison, Lapse
from attending.governance.models.escalation import Acknowledgement, Drill, EscalationLevel, Snooze
from attending.governance.models.gates import Gate, GateException, GateKind, Route
from attending.governance.models.oversight import BREACHES, Breach, OversightThreshold, Reading, Verdict
from attending.governance.models.tiering import TierAssessment

__all__ = [
    "BREACHES",
    "Acknowledgement",
    "Approval",
    "Breach",
    "Comparison",
    "Drill",
    "EscalationLevel",
    "Gate",
    "GateException",
    "GateKind",
    "Lapse",
    "OversightAgreement",
    "OversightThreshold",
    "Reading",
    "Route",
    "Snooze",
    "TierAssessment",
    "Verdict",
]
