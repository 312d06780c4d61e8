"""The addresses of frameworks, a file for each of its subjects."""

from django.urls import URLPattern, URLResolver

app_name = "frameworks"

urlpatterns: list[URLPattern | URLResolver] = []
