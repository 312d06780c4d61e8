"""The addresses of workflow design, a file for each of its subjects."""

from attending.workflow.urls import maps, walkthrough

app_name = "workflow"

urlpatterns = [
    *maps.urlpatterns,
    *walkthrough.urlpatterns,
]
