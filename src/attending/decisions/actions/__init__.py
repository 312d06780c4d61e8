"""Every change: propose, seal, sign, recuse, withdraw, close a condition, delegate."""

from attending.decisions.actions.conditions import close_condition
from attending.decisions.actions.delegating import delegate, end_delegation
from attending.decisions.actions.proposing import propose, recuse, seal, withdraw
from attending.decisions.actions.signing import SigningResult, prepare, repeated, sign

__all__ = [
    "SigningResult",
    "close_condition",
    "delegate",
    "end_delegation",
    "prepare",
    "propose",
    "recuse",
    "repeated",
    "seal",
    "sign",
    "withdraw",
]
