"""The addresses of strategy, a file for each of its subjects."""

from attending.strategy.urls import gates, readiness, use_cases

app_name = "strategy"

urlpatterns = [
    *use_cases.urlpatterns,
    *gates.urlpatterns,
    *readiness.urlpatterns,
]
