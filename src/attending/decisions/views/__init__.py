"""The pages of the room. A view reads a form, calls an action or a query, and shows what presenters make of it."""

from attending.decisions.views.delegations import delegate, delegations, end_delegation
from attending.decisions.views.downloads import packet_json, packet_pdf, receipt_file
from attending.decisions.views.proposals import condition, packet, proposal, proposal_list, receipt, recuse, withdraw
from attending.decisions.views.signing import sign

__all__ = [
    "condition",
    "delegate",
    "delegations",
    "end_delegation",
    "packet",
    "packet_json",
    "packet_pdf",
    "proposal",
    "proposal_list",
    "receipt",
    "receipt_file",
    "recuse",
    "sign",
    "withdraw",
]
