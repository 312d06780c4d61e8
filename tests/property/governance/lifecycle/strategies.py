"""What the rules of all subjects draw from."""

from __future__ import annotations

from hypothesis import strategies as st

from attending.program.models import Seat
from attending.program.models.people import USE_CASE_SEATS

OF_HOUSE = ("administrator", "cmio", "sponsor", "owner", "operations", "platform", "safety", "nurse")
people = st.sampled_from([*OF_HOUSE, "compliance", "member"]) | st.sampled_from(
    ["administrator", "cmio", "owner", "operations"]
)
"""Anybody, and more often one of those who may do most."""
SEATS = st.sampled_from([Seat.CMIO, Seat.COMPLIANCE_OFFICER, Seat.COMMITTEE_MEMBER, *USE_CASE_SEATS])
GATES = st.sampled_from(["readiness", "controls", "deployment", "learning", "close", "pilot", "live"])
OUTCOMES = st.sampled_from(["approve", "approve", "approve", "approve_with_conditions", "return", "decline"])
numbers = st.integers(0, 1_000)
