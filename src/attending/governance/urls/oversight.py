from django.urls import path

from attending.governance.views import oversight as views

urlpatterns = [
    path("oversight/", views.breach_list, name="breaches"),
    path("oversight/deployments/<int:pk>/", views.deployment_oversight, name="deployment"),
    path("oversight/deployments/<int:pk>/agree/", views.agree, name="agree"),
    path("oversight/deployments/<int:pk>/pause/", views.pause, name="pause"),
    path("oversight/deployments/<int:pk>/resume/", views.resume, name="resume"),
    path("oversight/thresholds/<int:pk>/retire/", views.retire, name="retire"),
]
