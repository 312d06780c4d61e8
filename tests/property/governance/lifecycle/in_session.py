"""What happens to meetings: called, arranged, opened, attended, spoken in, closed, and their minutes approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from attending.governance.actions import agenda, meetings, minutes, sessions
from attending.governance.models import AgendaItem, Meeting, Minutes
from attending.program.models import Person
from tests.property.governance.lifecycle.history import History
from tests.property.governance.lifecycle.strategies import numbers, people

CHAIRS = st.sampled_from(["cmio", "cmio", "member", "administrator", "nurse"])


def add_item(acting: Person, meeting: Meeting) -> object:
    return agenda.add_item(acting, meeting, title="The charter", why="It is new.", planned=10)


def write(acting: Person, item: AgendaItem) -> object:
    return minutes.write_minutes(acting, item, text="All were heard.", used=12)


OF_MEETING: tuple[Callable[[Person, Meeting], object], ...] = (
    meetings.open_meeting,
    meetings.close_meeting,
    lambda acting, meeting: meetings.cancel_meeting(acting, meeting, reason="Nobody can come."),
    lambda acting, meeting: agenda.refresh_agenda(meeting, acting),
    add_item,
    agenda.leave_for_next,
    sessions.finish_item,
    minutes.offer_minutes,
)
OF_ITEM: tuple[Callable[[Person, AgendaItem], object], ...] = (
    lambda acting, item: agenda.take_off(acting, item, reason="It is not ready."),
    agenda.put_back,
    lambda acting, item: agenda.move_item(acting, item, up=True),
    lambda acting, item: agenda.move_item(acting, item, up=False),
    lambda acting, item: agenda.plan_minutes(acting, item, minutes=15),
    sessions.take_up,
    write,
)


class InSession(History):
    """Meetings, agendas, attendance and minutes."""

    def meeting(self, number: int) -> Meeting | None:
        found = list(Meeting.objects.select_related("organisation", "chair").order_by("pk"))
        return found[number % len(found)] if found else None

    @rule(by=CHAIRS, chair=CHAIRS, days=st.integers(-1, 20), length=st.sampled_from([1, 30, 60]))
    def call_meeting(self, by: str, chair: str, days: int, length: int) -> None:
        call = meetings.Call(
            title="AI committee",
            starts_at=timezone.now() + timedelta(days=days),
            length=length,
            chair=self.people[chair],
        )
        self.attempt(lambda: meetings.call_meeting(self.people[by], call))

    @rule(who=CHAIRS, act=st.sampled_from(OF_MEETING), number=numbers)
    def do_with_meeting(self, who: str, act: Callable[[Person, Meeting], object], number: int) -> None:
        found = self.meeting(number)
        if found:
            self.attempt(lambda: act(self.people[who], found))

    @rule(who=CHAIRS, act=st.sampled_from(OF_ITEM), number=numbers)
    def do_with_item(self, who: str, act: Callable[[Person, AgendaItem], object], number: int) -> None:
        found = list(AgendaItem.objects.select_related("meeting__organisation", "meeting__chair").order_by("pk"))
        if found:
            item = found[number % len(found)]
            self.attempt(lambda: act(self.people[who], item))

    @rule(by=people, who=people, leaves=st.booleans(), number=numbers)
    def attend(self, by: str, who: str, leaves: bool, number: int) -> None:
        found, acting, person = self.meeting(number), self.people[by], self.people[who]
        if found and leaves:
            self.attempt(lambda: sessions.leave(acting, found, person))
        elif found:
            self.attempt(lambda: sessions.come(acting, found, person, "link" if number % 2 else "room"))

    @rule(number=numbers, approved=st.booleans())
    def hold_meeting(self, number: int, approved: bool) -> None:
        """As people do who know the way: called, opened, each item spoken about, closed, and the minutes approved."""
        self.call_meeting("cmio", "cmio", 1 + number % 9, 60)
        last = Meeting.objects.count() - 1
        self.do_with_meeting("cmio", add_item, last)
        for name in ("cmio", "member"):
            self.do_with_meeting("cmio", meetings.open_meeting, last)
            self.attend("cmio", name, False, last)
        items = list(AgendaItem.objects.order_by("pk").values_list("pk", "meeting_id"))
        newest = max((meeting for _, meeting in items), default=None)
        for place, (_, meeting) in enumerate(items):
            if meeting == newest:
                self.do_with_item("cmio", sessions.take_up, place)
                self.do_with_item("member" if number % 2 else "cmio", write, place)
        self.do_with_meeting("cmio", meetings.close_meeting, last)
        self.do_with_meeting("cmio", minutes.offer_minutes, last)
        offered = Minutes.objects.filter(closed_at=None).select_related("proposal").last()
        if offered is not None:
            self.everybody_signs(offered.proposal, "approve" if approved else "amend", number)
