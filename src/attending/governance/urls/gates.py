from django.urls import path

from attending.governance.views import asking_gates as asking
from attending.governance.views import gates as views

urlpatterns = [
    path("gates/", views.gate_list, name="gates"),
    path("gates/use-cases/<slug:key>/", views.gate_of_use_case, name="gate-of-use-case"),
    path("gates/use-cases/<slug:key>/except/", asking.except_of_use_case, name="except-of-use-case"),
    path("gates/use-cases/<slug:key>/<slug:target>/ask/", asking.ask_of_use_case, name="ask-of-use-case"),
    path("gates/deployments/<int:pk>/", views.gate_of_deployment, name="gate-of-deployment"),
    path("gates/deployments/<int:pk>/except/", asking.except_of_deployment, name="except-of-deployment"),
    path("gates/deployments/<int:pk>/<slug:state>/ask/", asking.ask_of_deployment, name="ask-of-deployment"),
    path("gates/deployments/<int:pk>/<slug:state>/use/", asking.use, name="use-approved"),
    path("gates/<int:pk>/seal/", asking.seal_anew, name="seal-anew"),
    path("gates/<int:pk>/take-back/", asking.take_back, name="take-gate-back"),
]
