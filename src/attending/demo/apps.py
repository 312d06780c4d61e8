from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "attending.demo"
    label = "demo"
    verbose_name = "Demonstration program"
    default_auto_field = "django.db.models.BigAutoField"
