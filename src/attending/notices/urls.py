from django.urls import path

from attending.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="notices"),
    path("<int:pk>/try-again/", views.again, name="try-again"),
]
