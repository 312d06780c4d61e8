"""Gates of eligibility."""

from django.urls import path

from attending.strategy.views import gates

urlpatterns = [path("case/<slug:key>/gates/<slug:gate>/", gates.answer, name="answer-gate")]
