"""Proposing: one's own drafts, links for people without an account, what they sent, and spreadsheets."""

from django.urls import path

from attending.strategy.views import importing, intake, intake_links, outside, proposals

urlpatterns = [
    path("propose/", intake.propose, name="propose"),
    path("propose/<uuid:uid>/check/", intake.check, name="propose-check"),
    path("propose/<uuid:uid>/discard/", intake.discard, name="propose-discard"),
    path("propose/<uuid:uid>/<slug:name>/", intake.step, name="propose-step"),
    path("import/", importing.hand_over, name="import-file"),
    path("import/template.xlsx", importing.empty_template, name="import-template"),
    path("import/<uuid:uid>/", importing.one, name="import"),
    path("import/<uuid:uid>/bad-rows.csv", importing.refused_rows, name="import-bad-rows"),
    path("import/<uuid:uid>/discard/", importing.discard, name="import-discard"),
    path("links/", intake_links.links, name="intake-links"),
    path("links/open/", intake_links.open_one, name="open-link"),
    path("links/<int:pk>/close/", intake_links.close_one, name="close-link"),
    path("proposals/<uuid:uid>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:uid>/take-up/", proposals.take_up, name="take-up"),
    path("proposals/<uuid:uid>/decline/", proposals.decline, name="decline"),
    path("bring/", outside.begin, name="bring"),
    path("bring/link/<str:token>/", outside.link, name="bring-link"),
    path("bring/again/<str:token>/", outside.again, name="bring-again"),
    path("bring/leave/", outside.leave, name="bring-leave"),
    path("bring/left/", outside.left, name="bring-left"),
    path("bring/mine/", outside.mine, name="bring-mine"),
    path("bring/mine/check/", outside.check, name="bring-check"),
    path("bring/mine/discard/", outside.discard, name="bring-discard"),
    path("bring/mine/<slug:name>/", outside.step, name="bring-step"),
]
