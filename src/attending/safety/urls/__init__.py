"""The addresses of safety, a file for each of its subjects."""

from django.urls import URLPattern, URLResolver

app_name = "safety"

urlpatterns: list[URLPattern | URLResolver] = []
