"""Proposing: one's own drafts, links for people without an account, what they sent, and spreadsheets."""

from django.urls import path

from attending.strategy.views import intake

urlpatterns = [
    path("propose/", intake.propose, name="propose"),
    path("propose/<uuid:uid>/check/", intake.check, name="propose-check"),
    path("propose/<uuid:uid>/discard/", intake.discard, name="propose-discard"),
    path("propose/<uuid:uid>/<slug:name>/", intake.step, name="propose-step"),
]
