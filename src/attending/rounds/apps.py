from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "attending.rounds"
    label = "rounds"
    verbose_name = "My rounds"
    default_auto_field = "django.db.models.BigAutoField"
