"""Workload studies and workflow contracts."""

from django.urls import path

from attending.workflow.views import contract, workload

urlpatterns = [
    path("<slug:key>/workload/", workload.workload, name="workload"),
    path("workload/<int:pk>/", workload.deployment, name="deployment-workload"),
    path("workload/<int:pk>/study/", workload.make_study, name="study-workload"),
    path("studies/<int:pk>/answer/", workload.answer_part, name="workload-answer"),
    path("studies/<int:pk>/charts/", workload.charts_part, name="workload-charts"),
    path("studies/<int:pk>/take/", workload.take_point, name="take-point"),
    path("contracts/<int:pk>/", contract.contract, name="contract"),
    path("contracts/<int:pk>/words/", contract.reword, name="reword-contract"),
    path("contracts/<int:pk>/put/", contract.put, name="put-contract"),
    path("contracts/<int:pk>/discard/", contract.discard, name="discard-contract"),
]
