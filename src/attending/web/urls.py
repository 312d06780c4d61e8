"""Root URLs: each room under its own prefix."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("attending.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("record/", include("attending.ledger.urls")),
    path("decisions/", include("attending.decisions.urls")),
    path("program/", include("attending.program.urls")),
    path("use-cases/", include("attending.strategy.urls")),
    path("workflow/", include("attending.workflow.urls")),
    path("reviews/", include("attending.review.urls")),
    path("notices/", include("attending.notices.urls")),
    path("safety/", include("attending.safety.urls")),
    path("inventory/", include("attending.inventory.urls")),
    path("register/", include("attending.inventory.urls.register")),
    path("frameworks/", include("attending.frameworks.urls")),
    path("governance/", include("attending.governance.urls")),
    path("", include("attending.rounds.urls")),
]
