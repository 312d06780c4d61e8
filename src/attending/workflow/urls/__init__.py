"""The addresses of workflow design, a file for each of its subjects."""

from attending.workflow.urls import hazards, maps, walkthrough
from attending.workflow.urls import maps, walkthrough
from attending.workflow.urls import maps, workload
from attending.workflow.urls import maps, reality, workload
from attending.workflow.urls import maps, reality, walkthrough, workload

app_name = "workflow"

urlpatterns = [
    *maps.urlpatterns,
    *walkthrough.urlpatterns,
    *hazards.urlpatterns,
    *reality.urlpatterns,
    *workload.urlpatterns,
]
