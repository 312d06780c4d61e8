from django.urls import path

from attending.strategy.views import changes, lists, use_case

app_name = "strategy"

urlpatterns = [
    path("", lists.use_case_list, name="use-cases"),
    path("portfolio/", lists.portfolio, name="portfolio"),
    path("library/", lists.library, name="library"),
    path("propose/", changes.propose, name="propose"),
    path("case/<slug:key>/", use_case.use_case_page, name="use-case"),
    path("case/<slug:key>/input/", changes.give_input, name="give-input"),
    path("case/<slug:key>/input/<int:pk>/answer/", changes.answer_input, name="answer-input"),
    path("case/<slug:key>/questions/", changes.answer_question, name="answer-question"),
    path("case/<slug:key>/value/", changes.agree_outcome, name="agree-outcome"),
    path("case/<slug:key>/seats/", changes.seat, name="seat"),
    path("case/<slug:key>/stage/", changes.move_stage, name="move-stage"),
]
