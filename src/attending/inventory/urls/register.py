"""The addresses of the public register."""

from django.urls import path

from attending.inventory.views import public_register

app_name = "register"

urlpatterns = [
    path("", public_register.all_published, name="all"),
    path("register.json", public_register.as_json, name="json"),
]
