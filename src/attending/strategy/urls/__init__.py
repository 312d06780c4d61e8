"""The addresses of strategy, a file for each of its subjects."""

from attending.strategy.urls import gates, intake, panels, readiness, roadmap, use_cases

app_name = "strategy"

urlpatterns = [
    *intake.urlpatterns,
    *use_cases.urlpatterns,
    *gates.urlpatterns,
    *readiness.urlpatterns,
    *panels.urlpatterns,
    *roadmap.urlpatterns,
]
