from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "attending.safety"
    label = "safety"
    verbose_name = "Safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.ledger.guards import register
        from attending.program.registries import clock, signals
        from attending.program.registries import evidence as evidence_registry
        from attending.program.registries import worklist as worklist_registry
        from attending.safety import guards
        from attending.safety.actions import watching
        from attending.safety.concern_signals import ConcernSignals
        from attending.safety.evidence import concerns as concern_evidence
        from attending.safety.evidence import incidents as incident_evidence
        from attending.safety.worklist import concerns as concern_worklist
        from attending.safety.worklist import incidents as incident_worklist
        from attending.ui import navigation

        for guard in guards.GUARDS:
            register(guard)
        navigation.register("Concerns", "safety:home", 45, "safety", section="Safety", at_hand=True)
        evidence_registry.register(concern_evidence.findings, concern_evidence.ITEM)
        evidence_registry.register(incident_evidence.findings, incident_evidence.ITEM)
        worklist_registry.register(concern_worklist.ConcernWork())
        worklist_registry.register(incident_worklist.IncidentWork())
        signals.register(ConcernSignals())
        clock.register("concerns from the units", watching.follow)
