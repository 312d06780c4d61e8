from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "attending.strategy"
    label = "strategy"
    verbose_name = "Strategy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from attending.decisions import kinds
        from attending.decisions.events import DecisionMade, ProposalWithdrawn
        from attending.ledger.guards import register
        from attending.program.models import Seat, UseCase
        from attending.program.registries import events, pages
        from attending.program.registries import evidence as evidence_registry
        from attending.program.registries import worklist as worklist_registry
        from attending.program.rules import RIGHTS, Act
        from attending.strategy import guards, plan_drawing, roadmap_handlers
        from attending.strategy.evidence import gates as gate_evidence
        from attending.strategy.evidence import panel as panel_evidence
        from attending.strategy.evidence import readiness as readiness_evidence
        from attending.strategy.evidence import roadmap as roadmap_evidence
        from attending.strategy.evidence import use_case
        from attending.strategy.queries.roadmap_work import ANSWERING
        from attending.strategy.worklist import clinical_input, intake
        from attending.strategy.worklist import gates as gate_worklist
        from attending.strategy.worklist import panels as panel_worklist
        from attending.strategy.worklist import readiness as readiness_worklist
        from attending.strategy.worklist import roadmap as roadmap_worklist
        from attending.ui import navigation

        for guard in guards.GUARDS:
            register(guard)
        navigation.register("Use cases", "strategy:use-cases", 20, "use-cases", at_hand=True)
        navigation.register("What next", "strategy:what-next", 26, "portfolio", section="Strategy")
        navigation.register("Portfolio", "strategy:portfolio", 30, section="Strategy")
        navigation.register("Panels", "strategy:panels", 32, section="Strategy")
        navigation.register("Readiness", "strategy:readiness", 34, section="Strategy")
        navigation.register("Roadmap", "strategy:roadmaps", 36, section="Strategy")
        navigation.register("Library", "strategy:library", 60, section="Strategy")
        kinds.register("roadmap.adopt", "Roadmaps")
        pages.register(UseCase, clinical_input.use_case_url)
        evidence_registry.register(use_case.findings, *use_case.ITEMS)
        evidence_registry.register(gate_evidence.findings, gate_evidence.ITEM)
        evidence_registry.register(readiness_evidence.findings, readiness_evidence.ITEM)
        evidence_registry.register(panel_evidence.findings, panel_evidence.ITEM)
        evidence_registry.register(roadmap_evidence.findings, *roadmap_evidence.ITEMS)
        worklist_registry.register(clinical_input.UnansweredInput(), only=[Seat.CLINICAL_OWNER])
        worklist_registry.register(gate_worklist.UnansweredGates())
        worklist_registry.register(readiness_worklist.ReadinessToGrade())
        worklist_registry.register(readiness_worklist.ReadinessToClose(), only=RIGHTS[Act.ASSESS_READINESS])
        worklist_registry.register(intake.UnsentDrafts())
        worklist_registry.register(intake.WaitingProposals())
        worklist_registry.register(panel_worklist.PanelWork())
        worklist_registry.register(roadmap_worklist.EffortsToEstimate(), only=ANSWERING)
        worklist_registry.register(roadmap_worklist.ProgressToReport(), only=ANSWERING)
        plan_drawing.register_charts()
        events.on(DecisionMade, roadmap_handlers.on_decision)
        events.on(ProposalWithdrawn, roadmap_handlers.on_withdrawal)
