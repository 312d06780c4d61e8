from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "attending.review"
    label = "review"
    verbose_name = "Review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.urls import reverse

        from attending.decisions import kinds
        from attending.decisions.events import DecisionMade, ProposalWithdrawn
        from attending.ledger.guards import register
        from attending.program.models import Deployment, Seat
        from attending.program.registries import agenda as agenda_registry
        from attending.program.registries import events, pages, signals
        from attending.program.registries import evidence as evidence_registry
        from attending.program.registries import facts as fact_registry
        from attending.program.registries import packet as packet_registry
        from attending.program.registries import worklist as worklist_registry
        from attending.review import (
            agenda,
            chart_findings,
            chart_packet,
            evidence,
            facts,
            guards,
            handlers,
            impact_packet,
            packet,
            peer_packet,
            silent_findings,
            value_findings,
        )
        from attending.review.chart_signals import ReviewCharts
        from attending.review.worklist import monitoring as chart_work
        from attending.review.worklist import runs as run_work
        from attending.review.worklist.cycles import ReviewsToHold
        from attending.review.worklist.peer_review import DocumentsToRead, RoundsToClose
        from attending.ui import navigation

        for guard in guards.GUARDS:
            register(guard)
        navigation.register("Reviews", "review:reviews", 50, "reviews")
        pages.register(Deployment, lambda deployment: reverse("review:deployment", args=[deployment.pk]))
        agenda_registry.register(agenda.offered)
        evidence_registry.register(evidence.findings, evidence.ITEM)
        fact_registry.register(facts.facts)
        evidence_registry.register(value_findings.findings, value_findings.ITEM, value_findings.ITEM_KNOWN)
        evidence_registry.register(chart_findings.findings, chart_findings.ITEM)
        evidence_registry.register(silent_findings.findings, silent_findings.ITEM)
        worklist_registry.register(run_work.ReviewsDue(), only=run_work.SEATS)
        worklist_registry.register(ReviewsToHold(), only=[Seat.CLINICAL_OWNER])
        worklist_registry.register(DocumentsToRead())
        worklist_registry.register(RoundsToClose())
        worklist_registry.register(chart_work.SignalsToAnswer(), only=chart_work.SEATS)
        kinds.register("review.outcome", "Post-launch reviews")
        events.on(DecisionMade, handlers.on_decision)
        events.on(ProposalWithdrawn, handlers.on_withdrawal)
        events.on(events.MeasureResultsArrived, handlers.on_results)
        signals.register(ReviewCharts())
        packet_registry.register(packet.sections)
        packet_registry.register(peer_packet.sections)
        packet_registry.register(impact_packet.sections)
        packet_registry.register(chart_packet.sections)
        packet.register_charts()
        impact_packet.register_charts()
        chart_packet.register_charts()
