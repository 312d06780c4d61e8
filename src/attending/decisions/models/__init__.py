"""What a signed decision is: proposal, sealed packet, signatures, recusals, delegations, decision, conditions.

Everything but a proposal's state is append-only; ``guards.py`` says so to the database too.
"""

from attending.decisions.models.delegations import Delegation, DelegationEnd
from attending.decisions.models.outcomes import Condition, ConditionClosure, Decision
from attending.decisions.models.policies import PolicyState, PolicyVersion
from attending.decisions.models.proposals import Packet, Proposal, ProposalState, Urgency, Withdrawal
from attending.decisions.models.signatures import Meaning, Recusal, Signature

__all__ = [
    "Condition",
    "ConditionClosure",
    "Decision",
    "Delegation",
    "DelegationEnd",
    "Meaning",
    "Packet",
    "PolicyState",
    "PolicyVersion",
    "Proposal",
    "ProposalState",
    "Recusal",
    "Signature",
    "Urgency",
    "Withdrawal",
]
