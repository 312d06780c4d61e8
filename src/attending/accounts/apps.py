from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "attending.accounts"
    label = "accounts"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.accounts import signals  # noqa: F401  its import connects the receivers, once models are loaded
