from django.apps import AppConfig


class ProgramConfig(AppConfig):
    name = "attending.program"
    label = "program"
    verbose_name = "Program"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.accounts import events
        from attending.program import account_events, facts, frame
        from attending.program.acting import administers
        from attending.program.registries import facts as fact_registry
        from attending.ui import context, navigation

        events.connect(account_events.record)
        context.register(frame.frame)
        fact_registry.register(facts.facts)
        navigation.register_footer("People and places", "program:people", shown=administers)
        navigation.register_own("People and places", "program:people", 10, "person", shown=administers)
        navigation.register_own("Logins", "accounts:users", 20, "key", shown=frame.manages_logins)
        navigation.register_own("Change seat", "accounts:continue-as", 30, "person", shown=frame.demonstrates)
