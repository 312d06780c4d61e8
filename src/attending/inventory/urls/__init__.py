"""The addresses of inventory, a file for each of its subjects."""

from django.urls import URLPattern, URLResolver

app_name = "inventory"

urlpatterns: list[URLPattern | URLResolver] = []
