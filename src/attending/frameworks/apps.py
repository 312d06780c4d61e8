from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "attending.frameworks"
    label = "frameworks"
    verbose_name = "Frameworks"
    default_auto_field = "django.db.models.BigAutoField"
