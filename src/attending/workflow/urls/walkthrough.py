"""Walkthroughs of a use case's map."""

from django.urls import path

from attending.workflow.views import replying, walking, walkthrough

urlpatterns = [
    path("<slug:key>/walkthrough/", walkthrough.walkthrough, name="walkthrough"),
    path("<slug:key>/walkthrough/ask/", walkthrough.ask, name="ask-to-walk"),
    path("<slug:key>/walkthrough/begin/", walkthrough.begin, name="begin-walk"),
    path("<slug:key>/walkthrough/changed/", walkthrough.changed, name="you-said"),
    path("walks/<int:pk>/", walking.walk, name="walk"),
    path("walks/<int:pk>/hand-in/", walking.hand_in, name="hand-in-walk"),
    path("answers/<int:pk>/reply/", replying.reply, name="reply"),
]
