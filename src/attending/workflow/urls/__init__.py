"""The addresses of workflow design, a file for each of its subjects."""

from attending.workflow.urls import hazards, maps, walkthrough
from attending.workflow.urls import maps, walkthrough
from attending.workflow.urls import maps, workload

app_name = "workflow"

urlpatterns = [
    *maps.urlpatterns,
    *walkthrough.urlpatterns,
    *hazards.urlpatterns,
    *workload.urlpatterns,
]
