"""Addresses under ``/accounts/``; they stand before allauth's, and hide those of its pages that are not offered."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from attending.accounts.views import links, own, users

app_name = "accounts"

to_security = RedirectView.as_view(pattern_name="accounts:security")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", to_security, name="home"),
    path("security/", own.security, name="security"),
    path("second-factor/", own.second_factor, name="second-factor"),
    path("continue/", own.continue_as, name="continue-as"),
    path("link/", links.use_link, name="use-link"),
    path("link/<str:token>/", links.link, name="link"),
    path("users/", users.users, name="users"),
    path("users/invite/", users.invite, name="invite"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/invite-again/", users.invite_again, name="invite-again"),
    path("users/<int:pk>/reset/", users.reset, name="reset"),
    path("users/<int:pk>/deactivate/", users.deactivate, name="deactivate"),
    path("users/<int:pk>/reactivate/", users.reactivate, name="reactivate"),
    path("users/<int:pk>/confirm-identity/", users.confirm_identity, name="confirm-identity"),
    path("users/<int:pk>/printed-name/", users.printed_name, name="printed-name"),
    path("users/<int:pk>/email/", users.email, name="email"),
    path("2fa/", to_security),
    re_path(r"^(?:signup|email|confirm-email|password/set|password/reset|login/code)/", own.not_offered),
]
