"""Readiness: the map of the enterprise, the items, and assessments."""

from django.urls import path

from attending.strategy.views import readiness, readiness_gaps, readiness_items, readiness_map, readiness_sheet

urlpatterns = [
    path("readiness/", readiness_map.readiness_map, name="readiness"),
    path("readiness/items/", readiness_items.items, name="readiness-items"),
    path("readiness/items/take-over/", readiness_items.take_over, name="take-over-readiness-items"),
    path("readiness/items/add/", readiness_items.add, name="add-readiness-item"),
    path("readiness/items/<int:pk>/change/", readiness_items.edit, name="change-readiness-item"),
    path("readiness/items/<int:pk>/retire/", readiness_items.retire, name="retire-readiness-item"),
    path("readiness/items/<int:pk>/move/", readiness_items.move, name="move-readiness-item"),
    path("case/<slug:key>/readiness/open/", readiness.open_, name="open-readiness"),
    path("readiness/<int:pk>/", readiness.assessment, name="readiness-assessment"),
    path("readiness/<int:pk>/ask/", readiness.ask, name="ask-readiness"),
    path("readiness/<int:pk>/close/", readiness.close, name="close-readiness"),
    path("readiness/<int:pk>/people/<int:assessor>/withdraw/", readiness.leave_out, name="withdraw-readiness"),
    path("readiness/<int:pk>/items/<int:item>/gap/", readiness_gaps.gap, name="readiness-gap"),
    path("readiness/<int:pk>/grade/", readiness_sheet.sheet, name="readiness-sheet"),
    path("readiness/<int:pk>/grade/wanted/", readiness_sheet.wanted, name="readiness-wanted"),
    path("readiness/<int:pk>/grade/<slug:barrier>/", readiness_sheet.part, name="readiness-part"),
    path("readiness/<int:pk>/hand-in/", readiness_sheet.handing_in, name="hand-in-readiness"),
]
