from django.urls import path

from attending.rounds import views

app_name = "rounds"

urlpatterns = [path("", views.my_rounds, name="my-rounds")]
