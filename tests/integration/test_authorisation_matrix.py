"""Every address of the product, tried by everybody who has no business there; an address without a row fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from attending.accounts.models import User
from attending.analytics.control_charts import ChartDesign
from attending.decisions.actions import delegate
from attending.decisions.models import Condition, Delegation
from attending.frameworks.actions.elsewhere import Kept, record_elsewhere
from attending.governance.actions.drilling import open_drill
from attending.governance.models import Approval, Breach, Gate
from attending.inventory.actions.entries import add_entry
from attending.inventory.actions.importing import keep_import
from attending.inventory.rules.entries import EntryFacts
from attending.ledger.actions import checkpoint
from attending.ledger.models import Entry, Head
from attending.notices.models import Notice
from attending.program.actions import clinical_input
from attending.program.actions.use_cases import agree_outcome
from attending.program.models import Discipline, Person, Seat
from attending.program.models.clinical_input import About
from attending.review.actions.cycles import open_review
from attending.review.actions.impact import hand_over
from attending.review.actions.jobs import ask_for_review
from attending.review.actions.monitoring import agree_chart
from attending.review.actions.sources import map_log
from attending.review.models import ChartPlan
from attending.review.rules.monitoring import Measured
from attending.sources.spreadsheet import read_sheet
from tests.integration.governance.committee import in_session, review_asked
from tests.integration.house import House, outcome, sign
from tests.integration.inventory.cards import claim, received
from tests.integration.inventory.sheets import as_csv, hospital
from tests.integration.pages import stranger
from tests.integration.review import cases
from tests.integration.review.drafts import opened
from tests.integration.review.impact_data import declared, series
from tests.integration.review.logs import MAPPING, review
from tests.integration.safety import world as safety_world
from tests.integration.strategy import panels, plans, readiness_world
from tests.integration.strategy.proposing import drafted, kept, opened_link, sent, table
from tests.integration.workflow import contract_world, reality
from tests.integration.workflow.hazard_world import logged_control
from tests.integration.workflow.world import build_ward

pytestmark = pytest.mark.one_database

EXPECTED: dict[str, tuple[str, str, str, str]] = {
    "accounts/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/security/": ("login login", "200 405", "200 405", "200 405"),
    "accounts/second-factor/": ("login login", "302 405", "302 405", "302 405"),
    "accounts/continue/": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/link/": ("410 410", "410 410", "410 410", "410 410"),
    "accounts/link/<str:token>/": ("302 405", "302 405", "302 405", "302 405"),
    "accounts/users/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/users/invite/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/users/<int:pk>/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/users/<int:pk>/invite-again/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/users/<int:pk>/reset/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/users/<int:pk>/email/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/users/<int:pk>/deactivate/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/users/<int:pk>/reactivate/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/users/<int:pk>/confirm-identity/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/users/<int:pk>/printed-name/": ("login login", "403 403", "403 403", "403 403"),
    "accounts/2fa/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/^(?:signup|email|confirm-email|password/set|password/reset|login/code)/": (
        "404 404",
        "404 404",
        "404 404",
        "404 404",
    ),
    "accounts/login/": ("200 200", "302 302", "302 302", "302 302"),
    "accounts/logout/": ("login login", "200 login", "200 login", "200 login"),
    "accounts/inactive/": ("200 405", "200 405", "200 405", "200 405"),
    "accounts/signup/": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/reauthenticate/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/email/": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/confirm-email/": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/password/change/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/password/set/": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/password/reset/": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/login/code/confirm/": ("404 404", "404 404", "404 404", "404 404"),
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/password/reset/key/done/": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/password/reset/done/": ("404 404", "404 404", "404 404", "404 404"),
    "accounts/2fa/authenticate/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/2fa/reauthenticate/": ("login login", "200 200", "200 200", "200 200"),
    "accounts/2fa/totp/activate/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/2fa/totp/deactivate/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/2fa/recovery-codes/": ("login login", "404 405", "404 405", "404 405"),
    "accounts/2fa/recovery-codes/generate/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/2fa/recovery-codes/download/": ("login login", "404 404", "404 404", "404 404"),
    "accounts/2fa/webauthn/": ("login login", "200 405", "200 405", "200 405"),
    "accounts/2fa/webauthn/add/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/2fa/webauthn/reauthenticate/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": ("login login", "302 302", "302 302", "302 302"),
    "accounts/2fa/webauthn/login/": ("login login", "302 302", "302 302", "302 302"),
    "record/": ("login login", "403 403", "200 405", "200 405"),
    "record/<int:seq>/": ("login login", "403 403", "200 405", "200 405"),
    "record/<int:seq>/receipt": ("login login", "403 403", "200 405", "200 405"),
    "record/checkpoint": ("login login", "403 403", "405 302", "405 302"),
    "record/verification": ("login login", "403 403", "405 200", "405 200"),
    "record/record.jsonl": ("login login", "403 403", "200 405", "200 405"),
    "record/verifier.py": ("login login", "403 403", "200 405", "200 405"),
    "decisions/": ("login login", "403 403", "200 405", "200 405"),
    "decisions/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "decisions/<int:pk>/sign/": ("login login", "403 403", "302 404", "404 404"),
    "decisions/<int:pk>/step-aside/": ("login login", "403 403", "200 422", "404 404"),
    "decisions/<int:pk>/take-back/": ("login login", "403 403", "200 422", "404 404"),
    "decisions/<int:pk>/packet/<int:version>/": ("login login", "403 403", "200 405", "404 405"),
    "decisions/<int:pk>/packet/<int:version>/packet.json": ("login login", "403 403", "200 405", "404 405"),
    "decisions/<int:pk>/packet/<int:version>/packet.pdf": ("login login", "403 403", "200 405", "404 405"),
    "decisions/receipts/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "decisions/receipts/<int:pk>/receipt.tlog-proof": ("login login", "403 403", "200 405", "404 405"),
    "decisions/delegations/": ("login login", "403 403", "200 405", "200 405"),
    "decisions/delegations/give/": ("login login", "403 403", "200 422", "200 422"),
    "decisions/delegations/<int:pk>/end/": ("login login", "403 403", "404 404", "404 404"),
    "decisions/conditions/<int:pk>/": ("login login", "403 403", "200 422", "404 404"),
    "program/found/": ("login login", "302 302", "302 302", "302 302"),
    "program/people/": ("login login", "403 403", "403 403", "200 200"),
    "program/people/add/": ("login login", "403 403", "403 403", "200 422"),
    "program/people/<int:pk>/": ("login login", "403 403", "403 403", "404 404"),
    "program/people/<int:pk>/seat/": ("login login", "403 403", "403 403", "404 404"),
    "program/people/<int:pk>/deactivate/": ("login login", "403 403", "403 403", "404 404"),
    "program/places/": ("login login", "403 403", "403 403", "200 200"),
    "program/places/sites/add/": ("login login", "403 403", "403 403", "200 422"),
    "program/places/sites/<int:pk>/ehr/": ("login login", "403 403", "200 422", "404 404"),
    "program/places/units/add/": ("login login", "403 403", "403 403", "200 422"),
    "use-cases/": ("login login", "403 403", "200 200", "200 200"),
    "use-cases/portfolio/": ("login login", "403 403", "200 200", "200 200"),
    "use-cases/portfolio/mistakes/": ("login login", "403 403", "200 200", "200 200"),
    "use-cases/portfolio/priorities/add/": ("login login", "403 403", "200 422", "200 422"),
    "use-cases/library/": ("login login", "403 403", "200 200", "200 200"),
    "use-cases/library/add/": ("login login", "403 403", "200 422", "200 422"),
    "use-cases/propose/": ("login login", "403 403", "200 302", "200 302"),
    "use-cases/propose/<uuid:uid>/check/": ("login login", "403 403", "404 404", "404 404"),
    "use-cases/propose/<uuid:uid>/discard/": ("login login", "403 403", "404 404", "404 404"),
    "use-cases/propose/<uuid:uid>/<slug:name>/": ("login login", "403 403", "404 404", "404 404"),
    "use-cases/import/": ("login login", "403 403", "200 422", "200 422"),
    "use-cases/import/template.xlsx": ("login login", "403 403", "200 405", "200 405"),
    "use-cases/import/<uuid:uid>/": ("login login", "403 403", "404 404", "404 404"),
    "use-cases/import/<uuid:uid>/bad-rows.csv": ("login login", "403 403", "404 405", "404 405"),
    "use-cases/import/<uuid:uid>/discard/": ("login login", "403 403", "404 404", "404 404"),
    "use-cases/links/": ("login login", "403 403", "403 405", "200 405"),
    "use-cases/links/open/": ("login login", "403 403", "403 403", "200 422"),
    "use-cases/links/<int:pk>/close/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/proposals/<uuid:uid>/": ("login login", "403 403", "403 405", "404 405"),
    "use-cases/proposals/<uuid:uid>/take-up/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/proposals/<uuid:uid>/decline/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/bring/": ("404 404", "404 404", "404 404", "404 404"),
    "use-cases/bring/link/<str:token>/": ("404 405", "404 405", "404 405", "404 405"),
    "use-cases/bring/again/<str:token>/": ("404 405", "404 405", "404 405", "404 405"),
    "use-cases/bring/leave/": ("405 302", "405 302", "405 302", "405 302"),
    "use-cases/bring/left/": ("200 405", "200 405", "200 405", "200 405"),
    "use-cases/bring/mine/": ("404 405", "404 405", "404 405", "404 405"),
    "use-cases/bring/mine/check/": ("404 404", "404 404", "404 404", "404 404"),
    "use-cases/bring/mine/discard/": ("404 404", "404 404", "404 404", "404 404"),
    "use-cases/bring/mine/<slug:name>/": ("404 404", "404 404", "404 404", "404 404"),
    "use-cases/case/<slug:key>/": ("login login", "403 403", "200 200", "404 404"),
    "use-cases/case/<slug:key>/input/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/input/<int:pk>/answer/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/questions/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/value/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/value/<int:pk>/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/priority/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/seats/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/stage/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/capabilities/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/versions/add/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/deployments/add/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/deployments/<int:pk>/state/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/case/<slug:key>/gates/<slug:gate>/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/readiness/": ("login login", "403 403", "200 405", "200 405"),
    "use-cases/readiness/items/": ("login login", "403 403", "200 405", "200 405"),
    "use-cases/readiness/items/take-over/": ("login login", "403 403", "200 422", "200 302!"),
    "use-cases/readiness/items/add/": ("login login", "403 403", "200 422", "200 422"),
    "use-cases/readiness/items/<int:pk>/change/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/readiness/items/<int:pk>/retire/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/readiness/items/<int:pk>/move/": ("login login", "403 403", "405 302", "405 404"),
    "use-cases/case/<slug:key>/readiness/open/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/readiness/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "use-cases/readiness/<int:pk>/ask/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/readiness/<int:pk>/close/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/readiness/<int:pk>/people/<int:assessor>/withdraw/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/readiness/<int:pk>/items/<int:item>/gap/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/readiness/<int:pk>/grade/": ("login login", "403 403", "403 405", "404 405"),
    "use-cases/readiness/<int:pk>/grade/wanted/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/readiness/<int:pk>/grade/<slug:barrier>/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/readiness/<int:pk>/hand-in/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/next/": ("login login", "403 403", "200 405", "200 405"),
    "use-cases/case/<slug:key>/effort/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/library/<int:pk>/outlook/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/roadmap/": ("login login", "403 403", "200 200", "200 200"),
    "use-cases/roadmap/open/": ("login login", "403 403", "200 422", "200 422"),
    "use-cases/roadmap/efforts/": ("login login", "403 403", "200 200", "200 200"),
    "use-cases/roadmap/wishes/<int:pk>/take-back/": ("login login", "403 403", "405 302", "405 404"),
    "use-cases/roadmap/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "use-cases/roadmap/<int:pk>/limits/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/roadmap/<int:pk>/wishes/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/roadmap/<int:pk>/plan/": ("login login", "403 403", "405 302", "405 404"),
    "use-cases/roadmap/<int:pk>/study/": ("login login", "403 403", "405 302", "405 404"),
    "use-cases/roadmap/<int:pk>/computing/": ("login login", "403 403", "200 405", "404 405"),
    "use-cases/roadmap/<int:pk>/move/<slug:key>/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/roadmap/<int:pk>/decide/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/roadmap/<int:pk>/progress/<slug:key>/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/roadmap/<int:pk>/again/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/roadmap/<int:pk>/plan.csv": ("login login", "403 403", "200 405", "404 405"),
    "use-cases/roadmap/<int:pk>/plan.json": ("login login", "403 403", "200 405", "404 405"),
    "use-cases/panels/": ("login login", "403 403", "200 200", "200 200"),
    "use-cases/panels/prepare/": ("login login", "403 403", "200 422", "200 422"),
    "use-cases/panels/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "use-cases/panels/<int:pk>/use-cases/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/panelists/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/panelists/<int:panelist>/remove/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/expected/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/criteria/add/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/criteria/<slug:key>/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/criteria/<slug:key>/drop/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/begin/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/close/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/again/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/end/": ("login login", "403 403", "200 422", "404 404"),
    "use-cases/panels/<int:pk>/score/": ("login login", "403 403", "403 405", "404 405"),
    "use-cases/panels/<int:pk>/score/<int:number>/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/panels/<int:pk>/score/<int:number>/interest/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/panels/<int:pk>/hand-in/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/panels/<int:pk>/weights/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/panels/<int:pk>/weights/check/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/panels/<int:pk>/discussion/": ("login login", "403 403", "403 405", "404 405"),
    "use-cases/panels/<int:pk>/discussion/<int:number>/<slug:key>/": ("login login", "403 403", "403 403", "404 404"),
    "use-cases/panels/<int:pk>/ranking/": ("login login", "403 403", "404 405", "404 405"),
    "use-cases/panels/<int:pk>/ranking.csv": ("login login", "403 403", "404 405", "404 405"),
    "use-cases/panels/<int:pk>/ranking.json": ("login login", "403 403", "404 405", "404 405"),
    "workflow/<slug:key>/hazards/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/hazards/take-over/": ("login login", "403 403", "405 302", "405 404"),
    "workflow/<slug:key>/hazards/add/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/put/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/take-back/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/methods/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/hazards/log.xlsx": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/hazards/log.csv": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/hazards/log.pdf": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/hazards/bow-tie/<slug:step>/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/hazards/<int:number>/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/hazards/<int:number>/words/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/<int:number>/owner/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/<int:number>/rate/<slug:phase>/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/<int:number>/transfer/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/<int:number>/close/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/<int:number>/reopen/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/<int:number>/controls/add/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/hazards/<int:number>/controls/<int:pk>/done/": (
        "login login",
        "403 403",
        "200 422",
        "404 404",
    ),
    "workflow/<slug:key>/hazards/<int:number>/controls/<int:pk>/confirm/": (
        "login login",
        "403 403",
        "200 422",
        "404 404",
    ),
    "workflow/<slug:key>/hazards/<int:number>/controls/<int:pk>/withdraw/": (
        "login login",
        "403 403",
        "200 422",
        "404 404",
    ),
    "workflow/<slug:key>/drills/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/drills/<int:pk>/record/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/reality/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/reality/check/": ("login login", "403 403", "200 403", "404 404"),
    "workflow/checks/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/workload/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/workload/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/workload/<int:pk>/study/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/studies/<int:pk>/answer/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/studies/<int:pk>/charts/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/studies/<int:pk>/take/": ("login login", "403 403", "405 302", "405 404"),
    "workflow/contracts/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/contracts/<int:pk>/words/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/contracts/<int:pk>/put/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/contracts/<int:pk>/discard/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/": ("login login", "403 403", "200 200", "200 200"),
    "reviews/deployments/<int:pk>/": ("login login", "403 403", "200 200", "404 404"),
    "reviews/deployments/<int:pk>/run/": ("login login", "403 403", "405 403", "405 404"),
    "reviews/deployments/<int:pk>/upload/": ("login login", "403 403", "403 403", "404 404"),
    "reviews/deployments/<int:pk>/upload/record/": ("login login", "403 403", "405 403", "405 404"),
    "reviews/deployments/<int:pk>/upload/cancel/": ("login login", "403 403", "405 403", "405 404"),
    "reviews/deployments/<int:pk>/upload/quarantine.csv": ("login login", "403 403", "403 405", "404 405"),
    "reviews/deployments/<int:pk>/silent-run/": ("login login", "403 403", "200 405", "404 405"),
    "reviews/deployments/<int:pk>/hold/": ("login login", "403 403", "302 302", "404 404"),
    "reviews/deployments/<int:pk>/claim/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/held/<int:pk>/": ("login login", "403 403", "200 200", "404 404"),
    "reviews/held/<int:pk>/say/": ("login login", "403 403", "405 422", "405 404"),
    "reviews/held/<int:pk>/ask/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/held/<int:pk>/lesson/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/impact/": ("login login", "403 403", "200 200", "200 200"),
    "reviews/impact/use-cases/<int:pk>/": ("login login", "403 403", "200 200", "404 404"),
    "reviews/impact/use-cases/<int:pk>/declare/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/impact/evaluations/<int:pk>/": ("login login", "403 403", "200 200", "404 404"),
    "reviews/impact/evaluations/<int:pk>/data/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/impact/evaluations/<int:pk>/retire/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/impact/runs/<int:pk>/": ("login login", "403 403", "200 200", "404 404"),
    "reviews/impact/runs/<int:pk>/numbers.csv": ("login login", "403 403", "200 405", "404 405"),
    "reviews/impact/runs/<int:pk>/numbers.json": ("login login", "403 403", "200 405", "404 405"),
    "reviews/impact/runs/<int:pk>/data.csv": ("login login", "403 403", "200 405", "404 405"),
    "reviews/jobs/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "reviews/jobs/<int:pk>/cancel/": ("login login", "403 403", "405 302", "405 404"),
    "reviews/deployments/<int:pk>/readings/": ("login login", "403 403", "200 405", "404 405"),
    "reviews/deployments/<int:pk>/readings/upload/": ("login login", "403 403", "403 403", "404 404"),
    "reviews/deployments/<int:pk>/readings/upload/record/": ("login login", "403 403", "405 403", "405 404"),
    "reviews/deployments/<int:pk>/readings/upload/cancel/": ("login login", "403 403", "405 403", "405 404"),
    "reviews/deployments/<int:pk>/readings/upload/quarantine.csv": ("login login", "403 403", "403 405", "404 405"),
    "reviews/readings/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "reviews/readings/<int:pk>/numbers.csv": ("login login", "403 403", "200 405", "404 405"),
    "reviews/readings/<int:pk>/numbers.json": ("login login", "403 403", "200 405", "404 405"),
    "reviews/readings/<int:pk>/review.pdf": ("login login", "403 403", "200 405", "404 405"),
    "reviews/charts/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "reviews/charts/<int:pk>/answer/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/charts/<int:pk>/retire/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/charts/<int:pk>/numbers.csv": ("login login", "403 403", "200 405", "404 405"),
    "reviews/charts/<int:pk>/numbers.json": ("login login", "403 403", "200 405", "404 405"),
    "reviews/deployments/<int:pk>/charts/": ("login login", "403 403", "200 405", "404 405"),
    "reviews/deployments/<int:pk>/charts/counts/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/deployments/<int:pk>/charts/event/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/deployments/<int:pk>/charts/plan/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/use-cases/<int:pk>/charts/": ("login login", "403 403", "200 405", "404 405"),
    "reviews/peer/deployments/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "reviews/peer/deployments/<int:pk>/rubric/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/peer/deployments/<int:pk>/open/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/peer/deployments/<int:pk>/usage/": ("login login", "403 403", "403 403", "404 404"),
    "reviews/peer/rounds/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "reviews/peer/rounds/<int:pk>/close/": ("login login", "403 403", "200 422", "404 404"),
    "reviews/peer/rounds/<int:pk>/results.csv": ("login login", "403 403", "404 405", "404 405"),
    "reviews/peer/rounds/<int:pk>/results.json": ("login login", "403 403", "404 405", "404 405"),
    "reviews/peer/rounds/<int:pk>/work/": ("login login", "403 403", "403 405", "404 405"),
    "reviews/peer/rounds/<int:pk>/work/<int:number>/": ("login login", "403 403", "403 403", "404 404"),
    "reviews/peer/rounds/<int:pk>/hand-in/": ("login login", "403 403", "403 403", "404 404"),
    "reviews/runs/<int:pk>/": ("login login", "403 403", "200 200", "404 404"),
    "reviews/runs/<int:pk>/numbers.csv": ("login login", "403 403", "200 405", "404 405"),
    "reviews/runs/<int:pk>/numbers.json": ("login login", "403 403", "200 405", "404 405"),
    "reviews/runs/<int:pk>/review.pdf": ("login login", "403 403", "200 405", "404 405"),
    "governance/policy/": ("login login", "403 403", "200 405", "200 405"),
    "governance/policy/policy.toml": ("login login", "403 403", "200 405", "200 405"),
    "governance/policy/policy.schema.json": ("login login", "403 403", "200 405", "200 405"),
    "governance/policy/begin/": ("login login", "403 403", "405 403", "405 302!"),
    "governance/policy/draft/": ("login login", "403 403", "403 403", "200 422"),
    "governance/policy/draft/check/": ("login login", "403 403", "405 403", "405 200"),
    "governance/policy/draft/offer/": ("login login", "403 403", "403 403", "200 422"),
    "governance/policy/versions/<int:number>/": ("login login", "403 403", "404 405", "404 405"),
    "governance/policy/versions/<int:number>/policy.toml": ("login login", "403 403", "404 405", "404 405"),
    "governance/use-cases/<slug:key>/tier/": ("login login", "403 403", "200 422", "404 404"),
    "governance/oversight/": ("login login", "403 403", "200 200", "200 200"),
    "governance/oversight/deployments/<int:pk>/": ("login login", "403 403", "200 200", "404 404"),
    "governance/oversight/deployments/<int:pk>/agree/": ("login login", "403 403", "200 422", "404 404"),
    "governance/oversight/deployments/<int:pk>/pause/": ("login login", "403 403", "403 403", "404 404"),
    "governance/oversight/deployments/<int:pk>/resume/": ("login login", "403 403", "403 403", "404 404"),
    "governance/oversight/thresholds/<int:pk>/retire/": ("login login", "403 403", "200 422", "404 404"),
    "governance/gates/": ("login login", "403 403", "200 405", "200 405"),
    "governance/gates/use-cases/<slug:key>/": ("login login", "403 403", "200 405", "404 405"),
    "governance/gates/use-cases/<slug:key>/except/": ("login login", "403 403", "200 422", "404 404"),
    "governance/gates/use-cases/<slug:key>/<slug:target>/ask/": ("login login", "403 403", "200 422", "404 404"),
    "governance/gates/deployments/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "governance/gates/deployments/<int:pk>/except/": ("login login", "403 403", "200 422", "404 404"),
    "governance/gates/deployments/<int:pk>/<slug:state>/ask/": ("login login", "403 403", "200 422", "404 404"),
    "governance/gates/deployments/<int:pk>/<slug:state>/use/": ("login login", "403 403", "200 422", "404 404"),
    "governance/gates/<int:pk>/seal/": ("login login", "403 403", "200 422", "404 404"),
    "governance/gates/<int:pk>/take-back/": ("login login", "403 403", "200 422", "404 404"),
    "governance/approvals/": ("login login", "403 403", "200 405", "200 405"),
    "governance/approvals/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "governance/oversight/breaches/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "governance/oversight/breaches/<int:pk>/acknowledge/": ("login login", "403 403", "200 422", "404 404"),
    "governance/oversight/breaches/<int:pk>/snooze/": ("login login", "403 403", "200 422", "404 404"),
    "governance/oversight/thresholds/<int:pk>/snooze/": ("login login", "403 403", "200 422", "404 404"),
    "governance/oversight/thresholds/<int:pk>/drill/": ("login login", "403 403", "200 422", "404 404"),
    "governance/oversight/deployments/<int:pk>/offer/": ("login login", "403 403", "200 422", "404 404"),
    "governance/oversight/drills/": ("login login", "403 403", "200 405", "200 405"),
    "governance/oversight/drills/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "governance/oversight/drills/<int:pk>/acknowledge/": ("login login", "403 403", "200 422", "404 404"),
    "notices/": ("login login", "403 403", "403 405", "200 405"),
    "notices/<int:pk>/try-again/": ("login login", "403 403", "403 403", "404 404"),
    "safety/": ("login login", "403 403", "200 405", "200 405"),
    "safety/concerns/": ("login login", "403 403", "200 405", "200 405"),
    "safety/concerns/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "safety/concerns/<int:pk>/answer/": ("login login", "403 403", "200 422", "404 404"),
    "safety/concerns/<int:pk>/name/": ("login login", "403 403", "200 422", "404 404"),
    "safety/concerns/<int:pk>/incident/": ("login login", "403 403", "200 422", "404 404"),
    "safety/codes/": ("login login", "403 403", "200 405", "200 405"),
    "safety/codes/units/<int:pk>/open/": ("login login", "403 403", "200 422", "404 404"),
    "safety/codes/<int:pk>/poster.pdf": ("login login", "403 403", "405 404", "405 404"),
    "safety/codes/<int:pk>/close/": ("login login", "403 403", "200 422", "404 404"),
    "safety/incidents/": ("login login", "403 403", "200 405", "200 405"),
    "safety/incidents/report/": ("login login", "403 403", "200 422", "200 422"),
    "safety/incidents/<int:number>/": ("login login", "403 403", "200 405", "404 405"),
    "safety/incidents/<int:number>/judge/": ("login login", "403 403", "200 422", "404 404"),
    "safety/incidents/<int:number>/investigator/": ("login login", "403 403", "200 422", "404 404"),
    "safety/incidents/<int:number>/actions/add/": ("login login", "403 403", "200 422", "404 404"),
    "safety/incidents/<int:number>/actions/<int:pk>/done/": ("login login", "403 403", "200 422", "404 404"),
    "safety/incidents/<int:number>/actions/<int:pk>/close/": ("login login", "403 403", "200 422", "404 404"),
    "safety/incidents/<int:number>/duties/<slug:key>/": ("login login", "403 403", "200 422", "404 404"),
    "safety/incidents/<int:number>/close/": ("login login", "403 403", "200 422", "404 404"),
    "safety/c/<str:token>/": ("404 404", "404 404", "404 404", "404 404"),
    "safety/c/<str:token>/sent/<str:receipt>/": ("404 405", "404 405", "404 405", "404 405"),
    "safety/c/<str:token>/answers/": ("404 405", "404 405", "404 405", "404 405"),
    "inventory/": ("login login", "403 403", "200 405", "200 405"),
    "inventory/inventory.xlsx": ("login login", "403 403", "200 405", "200 405"),
    "inventory/add/": ("login login", "403 403", "200 422", "200 422"),
    "inventory/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "inventory/<int:pk>/edit/": ("login login", "403 403", "200 422", "404 404"),
    "inventory/<int:pk>/mark/": ("login login", "403 403", "200 422", "404 404"),
    "inventory/<int:pk>/link/": ("login login", "403 403", "200 422", "404 404"),
    "inventory/<int:pk>/publish/": ("login login", "403 403", "200 422", "404 404"),
    "inventory/<int:pk>/take-back/": ("login login", "403 403", "200 422", "404 404"),
    "inventory/import/": ("login login", "403 403", "200 422", "200 422"),
    "inventory/import/template.xlsx": ("login login", "403 403", "200 405", "200 405"),
    "inventory/import/<uuid:uid>/": ("login login", "403 403", "404 404", "404 404"),
    "inventory/import/<uuid:uid>/columns/": ("login login", "403 403", "404 404", "404 404"),
    "inventory/import/<uuid:uid>/bad-rows.csv": ("login login", "403 403", "404 405", "404 405"),
    "inventory/import/<uuid:uid>/discard/": ("login login", "403 403", "404 404", "404 404"),
    "inventory/versions/": ("login login", "403 403", "200 405", "200 405"),
    "inventory/versions/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "inventory/versions/<int:pk>/card/": ("login login", "403 403", "200 422", "404 404"),
    "inventory/versions/<int:pk>/attributes/<slug:dsi>/": ("login login", "403 403", "200 422", "404 404"),
    "inventory/versions/<int:pk>/attributes/<slug:dsi>/file/": ("login login", "403 403", "200 422", "404 404"),
    "inventory/versions/<int:pk>/attributes/<slug:dsi>.csv": ("login login", "403 403", "200 405", "404 405"),
    "inventory/versions/<int:pk>/card.xml": ("login login", "403 403", "200 405", "404 405"),
    "inventory/versions/<int:pk>/fhir.json": ("login login", "403 403", "200 405", "404 405"),
    "inventory/versions/<int:pk>/differences/": ("login login", "403 403", "404 405", "404 405"),
    "inventory/versions/<int:pk>/questions.<slug:kind>": ("login login", "403 403", "200 405", "404 405"),
    "inventory/versions/documents/<int:pk>/card.xml": ("login login", "403 403", "200 405", "404 405"),
    "inventory/versions/claims/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "inventory/versions/claims/<int:pk>/check/": ("login login", "403 403", "200 422", "404 404"),
    "register/": ("200 405", "200 405", "200 405", "200 405"),
    "register/register.json": ("200 405", "200 405", "200 405", "200 405"),
    "governance/meetings/calendar/<str:token>.ics": ("404 405", "404 405", "404 405", "404 405"),
    "governance/meetings/": ("login login", "403 403", "200 405", "200 405"),
    "governance/meetings/call/": ("login login", "403 403", "200 422", "200 422"),
    "governance/meetings/meetings.ics": ("login login", "403 403", "200 405", "200 405"),
    "governance/meetings/calendar/": ("login login", "403 403", "200 405", "200 405"),
    "governance/meetings/calendar/make/": ("login login", "403 403", "405 302!", "405 302!"),
    "governance/meetings/calendar/end/": ("login login", "403 403", "405 302!", "405 302!"),
    "governance/meetings/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "governance/meetings/<int:pk>/live/": ("login login", "403 403", "200 405", "404 405"),
    "governance/meetings/<int:pk>/meeting.ics": ("login login", "403 403", "200 405", "404 405"),
    "governance/meetings/<int:pk>/change/": ("login login", "403 403", "200 422", "404 404"),
    "governance/meetings/<int:pk>/cancel/": ("login login", "403 403", "200 422", "404 404"),
    "governance/meetings/<int:pk>/add/": ("login login", "403 403", "200 422", "404 404"),
    "governance/meetings/<int:pk>/attendance/": ("login login", "403 403", "200 422", "404 404"),
    "governance/meetings/<int:pk>/attendance/<int:person>/left/": ("login login", "403 403", "405 404", "405 404"),
    "governance/meetings/<int:pk>/do/<slug:step>/": ("login login", "403 403", "405 302", "405 404"),
    "governance/meetings/<int:pk>/minutes/": ("login login", "403 403", "200 405", "404 405"),
    "governance/meetings/<int:pk>/minutes/offer/": ("login login", "403 403", "405 302", "405 404"),
    "governance/meetings/<int:pk>/minutes.pdf": ("login login", "403 403", "200 405", "404 405"),
    "governance/meetings/<int:pk>/minutes.docx": ("login login", "403 403", "200 405", "404 405"),
    "governance/meetings/items/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "governance/meetings/items/<int:pk>/do/<slug:step>/": ("login login", "403 403", "405 302", "405 404"),
    "governance/meetings/items/<int:pk>/take-off/": ("login login", "403 403", "200 422", "404 404"),
    "governance/meetings/items/<int:pk>/plan/": ("login login", "403 403", "200 422", "404 404"),
    "governance/meetings/items/<int:pk>/write/": ("login login", "403 403", "200 422", "404 404"),
    "governance/intake-reviews/": ("login login", "403 403", "200 405", "200 405"),
    "governance/intake-reviews/use-cases/<slug:key>/": ("login login", "403 403", "200 405", "404 405"),
    "governance/intake-reviews/use-cases/<slug:key>/ask/": ("login login", "403 403", "200 422", "404 404"),
    "governance/intake-reviews/<int:pk>/": ("login login", "403 403", "200 422", "404 404"),
    "governance/intake-reviews/<int:pk>/take/": ("login login", "403 403", "405 302", "405 404"),
    "governance/intake-reviews/<int:pk>/hand-back/": ("login login", "403 403", "200 422", "404 404"),
    "governance/intake-reviews/<int:pk>/ask-again/": ("login login", "403 403", "200 422", "404 404"),
    "governance/measured/": ("login login", "403 403", "200 405", "200 405"),
    "workflow/": ("login login", "403 403", "200 405", "200 405"),
    "workflow/<slug:key>/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/maps/open/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/maps/compare/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/maps/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/maps/<int:pk>/edit/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/maps/<int:pk>/sketch/": ("login login", "403 403", "405 422", "405 404"),
    "workflow/maps/<int:pk>/freeze/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/maps/<int:pk>/offer/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/maps/<int:pk>/start-to-be/": ("login login", "403 403", "405 302", "405 404"),
    "workflow/maps/<int:pk>/draft.<slug:kind>": ("login login", "403 403", "200 405", "404 405"),
    "workflow/maps/<int:pk>/upload/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/versions/<int:pk>/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/versions/<int:pk>/print/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/versions/<int:pk>/map.<slug:kind>": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/walkthrough/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/<slug:key>/walkthrough/ask/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/walkthrough/begin/": ("login login", "403 403", "200 422", "404 404"),
    "workflow/<slug:key>/walkthrough/changed/": ("login login", "403 403", "200 405", "404 405"),
    "workflow/walks/<int:pk>/": ("login login", "403 403", "404 404", "404 404"),
    "workflow/walks/<int:pk>/hand-in/": ("login login", "403 403", "405 404", "405 404"),
    "workflow/answers/<int:pk>/reply/": ("login login", "403 403", "200 422", "404 404"),
    "frameworks/": ("login login", "403 403", "200 405", "200 405"),
    "frameworks/look-again/": ("login login", "403 403", "405 302", "405 302!"),
    "frameworks/survey/": ("login login", "403 403", "200 405", "200 405"),
    "frameworks/elsewhere/": ("login login", "403 403", "200 405", "200 405"),
    "frameworks/elsewhere/record/": ("login login", "403 403", "200 422", "200 422"),
    "frameworks/elsewhere/<int:pk>/withdraw/": ("login login", "403 403", "200 422", "404 404"),
    "frameworks/evidence/<slug:key>/": ("login login", "403 403", "200 405", "200 405"),
    "frameworks/<slug:key>/": ("login login", "403 403", "200 405", "200 405"),
    "frameworks/<slug:key>/binder.pdf": ("login login", "403 403", "200 405", "200 405"),
    "frameworks/<slug:key>/binder.xlsx": ("login login", "403 403", "200 405", "200 405"),
    "frameworks/<slug:key>/binder.html": ("login login", "403 403", "200 405", "200 405"),
    "": ("login login", "403 403", "200 200", "200 200"),
}
"""What GET and an empty POST answer, to: nobody signed in, a login without a person, a person without a seat, and a
person of another organisation. ``login`` leads to the login page; a record of the house is 404 from elsewhere."""


def mapped(house: House) -> dict[str, object]:
    """A map with a version that somebody has walked through."""
    ward = build_ward(house)
    version = ward.kept(ward.drawn(site=house.deployment.unit.site))
    walk = ward.walked(version)
    return {
        "workflow/maps/<int:pk>": version.care_map_id,
        "workflow/versions/<int:pk>": version.pk,
        "workflow/walks/<int:pk>": walk.pk,
        "workflow/answers/<int:pk>": walk.answers.first().pk,
    }


def kept_elsewhere(house: House) -> int:
    """A piece of evidence that another system keeps."""
    today = timezone.localdate()
    kept_there = Kept(
        kind="charter",
        title="Charter",
        where_kept="AI-01",
        as_of=today,
        review_by=today + timedelta(days=9),
        owner=house.owner,
    )
    return record_elsewhere(house.cmio, kept_there).pk


def listed(house: House) -> dict[str, object]:
    """What the addresses of the inventory name."""
    card = received(house)
    held = keep_import(house.cmio, read_sheet(as_csv(hospital(1)), "ai.csv"), file_name="ai.csv")
    version = house.deployment.model_version_id
    return {
        "inventory/import/<uuid:uid>": held.uid,
        "inventory/versions/documents/<int:pk>": card.pk,
        "inventory/versions/claims/<int:pk>": claim(card, "Summary").pk,
        "inventory/versions/<int:pk>/questions.<slug:kind>": "md",
        "inventory/versions/<int:pk>": version,
        "inventory/<int:pk>": add_entry(house.cmio, EntryFacts(name="Note writer")).pk,
        "<slug:dsi>": "predictive",
    }


def control_chart(house: House) -> ChartPlan:
    """An agreed chart, judged by the risks as the model states them, since two months are no baseline."""
    design = ChartDesign("vlad", "oe", ("2026-03",), reference="model", programs=100)
    return agree_chart(house.owner, house.deployment, Measured("oe", None, counted=False), design, reason="Watch it.")


def delegated(house: House) -> Delegation:
    """The clinical owner lets the nursing lead sign today."""
    today = timezone.localdate()
    days = {"first_day": today, "last_day": today, "reason": "On leave"}
    return delegate(
        house.owner, delegate=house.nurse, seat=Seat.CLINICAL_OWNER, use_case=house.use_case, kinds=[], **days
    )


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """The route of every pattern, spelled from the root."""
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from routes(each, route)


@pytest.fixture
def numbers(house: House, tmp_path: Path) -> dict[str, object]:
    """What the addresses of the house name, by the name in the route or its prefix."""
    said = clinical_input.give_input(house.nurse, house.use_case, About.RISK, "It rings at night.")
    threshold = house.agree()
    link, _ = opened_link(house)
    run = review(house, tmp_path, ("2026-03", "2026-04"))
    cycle = open_review(house.platform, house.deployment)
    evaluated, _ = hand_over(house.platform, declared(house), name="times.csv", content=series())
    map_log(house.platform, house.deployment, MAPPING, location="log.csv")
    job = ask_for_review(house.platform, house.deployment)
    house.measure(0.6)
    breach = Breach.objects.get()
    assert breach.proposal is not None
    condition = {"text": "Recalibrate", "owner": house.platform.pk, "due_on": timezone.localdate() + timedelta(days=9)}
    signed = sign(breach.proposal, house.owner, Seat.CLINICAL_OWNER, "change", conditions=[condition]).signature
    readiness = readiness_world.opened(house)
    panel = panels.begun(house, ("Falls",), [house.nurse])
    plan = plans.bare(house, panel)
    drafted_contract = contract_world.drafted(house)
    concern = safety_world.raised(house)
    action = safety_world.acted_on(house, safety_world.report(house))
    spoken = in_session(house)
    found: dict[str, object] = {
        "program/people/<int:pk>": house.nurse.pk,
        "program/places/sites/<int:pk>": house.deployment.unit.site_id,
        "accounts/users/<int:pk>": house.nurse.user_id,
        "use-cases/case/<slug:key>/input/<int:pk>": said.pk,
        "use-cases/links/<int:pk>": link.pk,
        "use-cases/proposals/<uuid:uid>": sent(link).uid,
        "use-cases/propose/<uuid:uid>": drafted(house.nurse).uid,
        "use-cases/import/<uuid:uid>": kept(house, table({"title": "Beds"})).uid,
        "<slug:name>": "title",
        "use-cases/case/<slug:key>/value/<int:pk>": agree_outcome(house.owner, house.use_case, outcome()).pk,
        "use-cases/case/<slug:key>/deployments/<int:pk>": house.deployment.pk,
        "use-cases/readiness/items/<int:pk>": readiness.items.first().pk,
        "use-cases/readiness/<int:pk>": readiness.pk,
        "use-cases/library/<int:pk>": plans.feed_of(house).pk,
        "use-cases/roadmap/<int:pk>/move/<slug:key>": plans.ENABLER,
        "use-cases/roadmap/<int:pk>/progress/<slug:key>": plans.ENABLER,
        "use-cases/roadmap/wishes/<int:pk>": plan.roadmap.wishes.get().pk,
        "use-cases/roadmap/<int:pk>": plan.roadmap_id,
        "use-cases/panels/<int:pk>/criteria/<slug:key>": "equity",
        "use-cases/panels/<int:pk>/discussion/<int:number>/<slug:key>": "equity",
        "use-cases/panels/<int:pk>": panel.pk,
        "workflow/<slug:key>/hazards/<int:number>/controls/<int:pk>": logged_control(house).pk,
        "workflow/<slug:key>/drills/<int:pk>": house.deployment.pk,
        "governance/meetings/<int:pk>/do/<slug:step>": "refresh",
        "governance/meetings/items/<int:pk>/do/<slug:step>": "up",
        "governance/meetings/items/<int:pk>": spoken.pk,
        "governance/meetings/<int:pk>": spoken.meeting_id,
        "governance/intake-reviews/<int:pk>": review_asked(house).pk,
        "<int:person>": house.nurse.pk,
        "<slug:step>": "look",
        "<slug:phase>": "initial",
        "<int:panelist>": panel.panelists.get().pk,
        "<int:assessor>": readiness.assessors.first().pk,
        "<int:item>": readiness.items.first().pk,
        "<slug:barrier>": "workflow",
        "<slug:gate>": "data-right",
        "governance/oversight/deployments/<int:pk>": house.deployment.pk,
        "governance/gates/deployments/<int:pk>": house.deployment.pk,
        "governance/gates/<int:pk>": Gate.objects.get().pk,
        "governance/approvals/<int:pk>": Approval.objects.get().pk,
        "<slug:target>": "readiness",
        "<slug:state>": "live",
        "governance/oversight/thresholds/<int:pk>": threshold.pk,
        "governance/oversight/breaches/<int:pk>": breach.pk,
        "governance/oversight/drills/<int:pk>": open_drill(house.cmio, threshold).pk,
        "notices/<int:pk>": Notice.objects.first().pk,
        "safety/concerns/<int:pk>": concern.pk,
        "safety/codes/units/<int:pk>": house.deployment.unit_id,
        "safety/codes/<int:pk>": concern.code_id,
        "safety/incidents/<int:number>/actions/<int:pk>": action.pk,
        "safety/incidents/<int:number>/duties/<slug:key>": "pso",
        "<str:receipt>": concern.receipt,
        "oversight/deployments/<int:pk>": house.deployment.pk,
        "oversight/thresholds/<int:pk>": threshold.pk,
        "reviews/deployments/<int:pk>": house.deployment.pk,
        "reviews/peer/deployments/<int:pk>": house.deployment.pk,
        "reviews/peer/rounds/<int:pk>": opened(house).pk,
        "<int:number>": 1,
        "reviews/runs/<int:pk>": run.pk,
        "reviews/charts/<int:pk>": control_chart(house).pk,
        "reviews/use-cases/<int:pk>": house.use_case.pk,
        "reviews/readings/<int:pk>": cases.recorded(house, tmp_path).pk,
        "reviews/held/<int:pk>": cycle.pk,
        "reviews/impact/use-cases/<int:pk>": house.use_case.pk,
        "reviews/impact/evaluations/<int:pk>": evaluated.evaluation_id,
        "reviews/impact/runs/<int:pk>": evaluated.pk,
        "reviews/jobs/<int:pk>": job.pk,
        **listed(house),
        **mapped(house),
        "<slug:kind>": "yaml",
        "workflow/workload/<int:pk>": house.deployment.pk,
        "workflow/studies/<int:pk>": drafted_contract.study_id,
        "workflow/contracts/<int:pk>": drafted_contract.pk,
        "workflow/checks/<int:pk>": reality.recorded(house, tmp_path).pk,
        "decisions/<int:pk>": breach.proposal.pk,
        "decisions/receipts/<int:pk>": signed.pk,
        "decisions/conditions/<int:pk>": Condition.objects.get().pk,
        "decisions/delegations/<int:pk>": delegated(house).pk,
        "accounts/2fa/webauthn/keys/<int:pk>": 1,
        "<int:version>": 1,
        "<int:seq>": Entry.objects.latest("seq").seq,
        "frameworks/elsewhere/<int:pk>": kept_elsewhere(house),
        "frameworks/evidence/<slug:key>": "charter",
        "frameworks/<slug:key>": "ruaih",
        "<slug:key>": house.use_case.key,
        "<str:token>": "not-a-token",
        "<str:key>": "not-a-key",
    }
    checkpoint(reason="so that there is a receipt")
    return found


def address(route: str, numbers: dict[str, object]) -> str:
    """A route with what it names filled in; an alternative of a regular expression is its first."""
    for place, value in numbers.items():
        if route.startswith(place):
            route = f"{place.rpartition('<')[0]}{value}{route.removeprefix(place)}"
    for place, value in numbers.items():
        route = route.replace(place, str(value))
    route = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\))?[^()]*\)", "x1", route)
    route = re.sub(r"\(\?:([\w/-]+)\|[^)]*\)", r"\1", route).replace("^", "").replace("$", "").replace("\\Z", "")
    assert "<" not in route, f"{route} names something that this test does not know"
    return f"/{route}"


def proven(name: str) -> User:
    """A login with a second factor, as every login outside a demonstration must have."""
    user = User.objects.create_user(name, password=None, printed_name=name)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def said(response: HttpResponse) -> str:
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "login"
    return str(response.status_code)


def visitors(house: House) -> tuple[User | None, ...]:
    """Nobody signed in, a login without a person, a person without a seat, a chief and administrator of elsewhere."""
    elsewhere = stranger().user
    assert elsewhere is not None
    elsewhere.is_staff = False  # logins belong to the installation; whoever manages them is tried with accounts
    elsewhere.save()
    Authenticator.objects.create(user=elsewhere, type=Authenticator.Type.TOTP, data={})
    seatless = proven("seatless")
    Person.objects.create(
        organisation=house.cmio.organisation, user=seatless, printed_name="seatless", discipline=Discipline.MEDICINE
    )
    return None, proven("nobody"), seatless, elsewhere


def matrix(house: House, numbers: dict[str, object]) -> dict[str, tuple[str, ...]]:
    """What GET and an empty POST answer to each visitor, by route; ``!`` where the record grew."""
    found: dict[str, list[str]] = {route: [] for route in routes()}
    for login in visitors(house):
        client = Client(headers={"host": "localhost"})
        for route, answers in found.items():
            if login is not None and "_auth_user_id" not in client.session:
                client.force_login(login)
            before = Head.objects.get().size
            gets, posts = (said(ask(address(route, numbers))) for ask in (client.get, client.post))
            answers.append(f"{gets} {posts}{'' if Head.objects.get().size == before else '!'}")
    return {route: tuple(answers) for route, answers in found.items()}


def test_every_address_answers_everybody_as_expected(
    house: House, numbers: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attending.frameworks.views.binders.launch", lambda *_arguments: None)
    found = matrix(house, numbers)
    assert sorted(found) == sorted(EXPECTED), "every address has its row, and no row is without an address"
    wrong = {route: (row, EXPECTED[route]) for route, row in found.items() if row != EXPECTED[route]}
    assert not wrong, "answered, expected"
