from django.urls import path

from attending.governance.views import measured as views

urlpatterns = [
    path("measured/", views.measured, name="measured"),
]
