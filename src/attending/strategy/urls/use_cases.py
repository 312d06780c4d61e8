"""Use cases, the portfolio and the library."""

from django.urls import path

from attending.strategy.views import deploying, lists, naming, shaping, use_case

urlpatterns = [
    path("", lists.use_case_list, name="use-cases"),
    path("portfolio/", lists.portfolio, name="portfolio"),
    path("portfolio/mistakes/", lists.mistakes, name="portfolio-mistakes"),
    path("portfolio/priorities/add/", naming.priority, name="add-priority"),
    path("library/", lists.library, name="library"),
    path("library/add/", naming.capability, name="add-capability"),
    path("case/<slug:key>/", use_case.use_case_page, name="use-case"),
    path("case/<slug:key>/input/", shaping.give_input, name="give-input"),
    path("case/<slug:key>/input/<int:pk>/answer/", shaping.answer_input, name="answer-input"),
    path("case/<slug:key>/questions/", shaping.answer_question, name="answer-question"),
    path("case/<slug:key>/value/", shaping.agree_outcome, name="agree-outcome"),
    path("case/<slug:key>/value/<int:pk>/", shaping.complete_outcome, name="complete-outcome"),
    path("case/<slug:key>/priority/", shaping.answer_to_priority, name="answer-to-priority"),
    path("case/<slug:key>/seats/", shaping.seat, name="seat"),
    path("case/<slug:key>/stage/", shaping.move_stage, name="move-stage"),
    path("case/<slug:key>/capabilities/", shaping.link_capability, name="link-capability"),
    path("case/<slug:key>/versions/add/", deploying.register_version, name="register-version"),
    path("case/<slug:key>/deployments/add/", deploying.plan_deployment, name="plan-deployment"),
    path("case/<slug:key>/deployments/<int:pk>/state/", deploying.change_state, name="change-state"),
]
