"""Who has signed and who could, for every decision on an agenda at once; a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from attending.decisions.models import Condition, Decision, Packet, Proposal, Recusal, Signature
from attending.decisions.queries import standings_of
from attending.decisions.rules.eligibility import Standing, refusal, voices
from attending.decisions.rules.options import read_options
from attending.governance.models import AgendaItem
from attending.governance.rules.quorum import Voter
from attending.program.models import Person


@dataclass(frozen=True, slots=True)
class Vote:
    """One signature on the newest packet."""

    signer: int
    name: str
    seat: str
    discipline: str
    clinical: bool
    choice: str
    meaning: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """One proposal on an agenda: its newest packet, who signed that, who stepped aside, and what was decided."""

    proposal: Proposal
    packet: Packet
    votes: Sequence[Vote]
    recusals: Sequence[Recusal]
    decision: Decision | None
    standings: Mapping[int, Standing] = field(default_factory=dict)

    @property
    def seats(self) -> frozenset[str]:
        """The seats that some choice has to be signed from."""
        return frozenset(seat for option in read_options(self.proposal.options) for seat in option.seats)

    def standing(self, person: Person) -> Standing:
        """How somebody of ``people`` of ``ballots`` stands to the proposal."""
        return self.standings[person.pk]

    def voters(self, present: Sequence[Person]) -> list[Voter]:
        """Who is present or has signed, those who signed first."""
        here = {person.pk: person for person in present}
        found = [
            Voter(vote.name, vote.clinical, True, True, vote.signer in here, seats=frozenset({vote.seat}))
            for vote in self.votes
        ]
        signed = {vote.signer for vote in self.votes}
        for person in present:
            if person.pk not in signed:
                stands = self.standing(person)
                refused = refusal(stands)
                may = refused is None and not stands.proposer
                found.append(
                    Voter(
                        person.printed_name,
                        person.is_clinician,
                        False,
                        may,
                        True,
                        stands.recused,
                        str(refused or ""),
                        frozenset(each.seat for each in voices(stands)) if may else frozenset(),
                    )
                )
        return found


def ballots(items: Sequence[AgendaItem], people: Collection[Person] = ()) -> dict[int, Ballot]:
    """The proposals of these items by their primary key, and how ``people`` stand to each. Nine queries."""
    numbers = [each.proposal_id for each in items if each.proposal_id is not None]
    if not numbers:
        return {}
    proposals = Proposal.objects.filter(pk__in=numbers).select_related("proposed_by", "use_case")
    packets: dict[int, Packet] = {}
    for packet in Packet.objects.filter(proposal__in=numbers).order_by("version").defer("document"):
        packets[packet.proposal_id] = packet
    votes: dict[int, list[Vote]] = defaultdict(list)
    newest = [packet.pk for packet in packets.values()]
    for each in Signature.objects.filter(packet__in=newest).order_by("signed_at", "pk").defer("rendered", "intent"):
        votes[each.proposal_id].append(
            Vote(
                each.signer_id,
                each.printed_name,
                each.seat,
                each.discipline,
                each.clinical,
                each.choice,
                each.meaning,
                each.reason,
            )
        )
    recusals: dict[int, list[Recusal]] = defaultdict(list)
    for recusal in Recusal.objects.filter(proposal__in=numbers).select_related("person"):
        recusals[recusal.proposal_id].append(recusal)
    decided = Decision.objects.filter(proposal__in=numbers).select_related("proposal")
    conditions = Prefetch("conditions", Condition.objects.select_related("owner", "closure__closed_by"))
    decisions = {each.proposal_id: each for each in decided.prefetch_related(conditions)}
    known = list(proposals)
    stands = standings_of(people, known) if people else {}
    return {
        each.pk: Ballot(
            each,
            packets[each.pk],
            votes[each.pk],
            recusals[each.pk],
            decisions.get(each.pk),
            {person.pk: stands[person.pk, each.pk] for person in people},
        )
        for each in known
    }
