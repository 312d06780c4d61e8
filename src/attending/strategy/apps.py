from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "attending.strategy"
    label = "strategy"
    verbose_name = "Strategy"
    default_auto_field = "django.db.models.BigAutoField"
