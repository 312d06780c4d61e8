from django.urls import path

from attending.governance.views.meetings import calendars, changes, minutes, pages

urlpatterns = [
    path("meetings/", pages.meetings, name="meetings"),
    path("meetings/call/", changes.call, name="call-meeting"),
    path("meetings/meetings.ics", calendars.every, name="meetings-ics"),
    path("meetings/calendar/", calendars.mine, name="calendar"),
    path("meetings/calendar/make/", calendars.make, name="make-calendar"),
    path("meetings/calendar/end/", calendars.end, name="end-calendar"),
    path("meetings/calendar/<str:token>.ics", calendars.feed, name="calendar-feed"),
    path("meetings/<int:pk>/", pages.meeting, name="meeting"),
    path("meetings/<int:pk>/live/", pages.live, name="meeting-live"),
    path("meetings/<int:pk>/meeting.ics", calendars.one, name="meeting-ics"),
    path("meetings/<int:pk>/change/", changes.edit, name="change-meeting"),
    path("meetings/<int:pk>/cancel/", changes.cancel, name="cancel-meeting"),
    path("meetings/<int:pk>/add/", changes.add, name="add-item"),
    path("meetings/<int:pk>/attendance/", changes.record, name="record-attendance"),
    path("meetings/<int:pk>/attendance/<int:person>/left/", changes.show_out, name="record-leaving"),
    path("meetings/<int:pk>/do/<slug:step>/", changes.meeting_step, name="meeting-step"),
    path("meetings/<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes/offer/", minutes.offer, name="offer-minutes"),
    path("meetings/<int:pk>/minutes.pdf", minutes.as_pdf, name="minutes-pdf"),
    path("meetings/<int:pk>/minutes.docx", minutes.as_word, name="minutes-docx"),
    path("meetings/items/<int:pk>/", pages.item, name="agenda-item"),
    path("meetings/items/<int:pk>/do/<slug:step>/", changes.item_step, name="item-step"),
    path("meetings/items/<int:pk>/take-off/", changes.take_off, name="take-off-item"),
    path("meetings/items/<int:pk>/plan/", changes.plan, name="plan-item"),
    path("meetings/items/<int:pk>/write/", minutes.write, name="write-minutes"),
]
