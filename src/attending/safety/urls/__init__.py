"""The addresses of safety, a file for each of its subjects."""

from attending.safety.urls import concerns, incidents, outside

app_name = "safety"

urlpatterns = [*concerns.urlpatterns, *incidents.urlpatterns, *outside.urlpatterns]
