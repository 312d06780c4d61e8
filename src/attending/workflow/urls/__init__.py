"""The addresses of workflow design, a file for each of its subjects."""

from attending.workflow.urls import hazards, maps, reality, walkthrough, workload

app_name = "workflow"

urlpatterns = [
    *maps.urlpatterns,
    *walkthrough.urlpatterns,
    *hazards.urlpatterns,
    *reality.urlpatterns,
    *workload.urlpatterns,
]
