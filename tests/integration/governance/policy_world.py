"""People who may adopt a policy beside those of the house, and texts that change the default."""

from __future__ import annotations

from dataclasses import dataclass

from attending.accounts.models import User
from attending.decisions.models import PolicyVersion, Proposal
from attending.governance.actions import policy as actions
from attending.policies.default import default_text
from attending.program.actions import people
from attending.program.models import Discipline, Person, Seat
from tests.integration.house import House, sign

LATER = (
    default_text()
    .replace('version = "2026.2"', 'version = "harbour-1"')
    .replace("review_every_days = 100", "review_every_days = 90")
    .replace("pause_after_hours = 48", "pause_after_hours = 24")
)
"""The default under another name: tier 3 is reviewed more often, and an unanswered breach pauses it sooner."""


@dataclass
class PolicyWorld:
    """The house, with a compliance officer and a member of the committee who is a nurse."""

    house: House
    compliance: Person
    member: Person

    def drafted(self, text: str = LATER) -> PolicyVersion:
        """A draft with this text, written by the chief."""
        draft = actions.begin(self.house.cmio)
        return actions.save(self.house.cmio, text, seen=draft.sha256)

    def offered(self, text: str = LATER) -> Proposal:
        """A version put to its signers by the chief."""
        draft = self.drafted(text)
        return actions.offer(self.house.cmio, why="A nurse signs too.", seen=draft.sha256)

    def adopted(self, text: str = LATER) -> PolicyVersion:
        """A version that three signed: its author, the compliance officer and the member."""
        proposal = self.offered(text)
        sign(proposal, self.house.cmio, Seat.CMIO, "adopt", meaning="authorship")
        sign(proposal, self.compliance, Seat.COMPLIANCE_OFFICER, "adopt")
        sign(proposal, self.member, Seat.COMMITTEE_MEMBER, "adopt")
        return PolicyVersion.objects.get(proposal=proposal)


def build_world(house: House) -> PolicyWorld:
    """Seat the two who are missing in the house."""

    def person(name: str, discipline: Discipline, seat: Seat) -> Person:
        login = User.objects.create_user(name.lower().replace(" ", "-"), password=None, printed_name=name).pk
        found = people.add_person(house.administrator, printed_name=name, discipline=discipline, user_id=login)
        people.seat_person(house.administrator, found, seat)
        return found

    return PolicyWorld(
        house,
        person("Cora Compliance", Discipline.COMPLIANCE, Seat.COMPLIANCE_OFFICER),
        person("Mia Member", Discipline.NURSING, Seat.COMMITTEE_MEMBER),
    )
