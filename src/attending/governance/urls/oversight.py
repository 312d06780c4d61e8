from django.urls import path

from attending.governance.views import oversight as views

urlpatterns = [
    path("", views.breach_list, name="breaches"),
    path("deployments/<int:pk>/", views.deployment_oversight, name="deployment"),
    path("deployments/<int:pk>/agree/", views.agree, name="agree"),
    path("deployments/<int:pk>/pause/", views.pause, name="pause"),
    path("deployments/<int:pk>/resume/", views.resume, name="resume"),
    path("thresholds/<int:pk>/retire/", views.retire, name="retire"),
]
