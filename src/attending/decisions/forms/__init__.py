"""The forms of the room."""

from attending.decisions.forms.delegations import DelegationForm
from attending.decisions.forms.voting import ChoiceForm, ProofForm, ReasonForm, SheetForm

__all__ = ["ChoiceForm", "DelegationForm", "ProofForm", "ReasonForm", "SheetForm"]
