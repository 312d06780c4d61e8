"""Without an account, from the code on the wall."""

from django.urls import path

from attending.safety.views import outside

urlpatterns = [
    path("c/<str:token>/", outside.raise_one, name="raise"),
    path("c/<str:token>/sent/<str:receipt>/", outside.sent, name="sent"),
    path("c/<str:token>/answers/", outside.answers, name="answers"),
]
