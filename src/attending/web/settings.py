"""Settings for every command and for the server; only ``ATTENDING_*`` environment variables change them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from attending.web.configuration import Configuration

CONFIGURATION = Configuration.from_environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = CONFIGURATION.data_dir
SECRET_KEY = CONFIGURATION.secret_key()
DEBUG = False
ALLOWED_HOSTS = CONFIGURATION.allowed_hosts
CSRF_TRUSTED_ORIGINS = CONFIGURATION.trusted_origins

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "attending.ui",
    "attending.accounts",  # before allauth: its templates stand in for allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "attending.ledger",
    "attending.program",
    "attending.notices",
    "attending.decisions",
    "attending.strategy",
    "attending.workflow",
    "attending.governance",
    "attending.review",
    "attending.safety",
    "attending.inventory",
    "attending.frameworks",
    "attending.rounds",
    "attending.demo",
    "attending.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "attending.accounts.middleware.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "attending.accounts.middleware.SecondFactorRequired",
    "attending.program.middleware.FoundFirst",
    "attending.program.middleware.PeopleOnly",
    "attending.program.once.AskedOnce",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "attending.ui.middleware.SentOnly",
]

ROOT_URLCONF = "attending.web.urls"
WSGI_APPLICATION = "attending.web.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "attending.ui.context.page",
            ],
        },
    }
]

FORM_RENDERER = "attending.ui.forms.Renderer"

DATABASES = {"default": CONFIGURATION.database()}
CACHES = {
    "default": {  # shared by all workers: failed logins and used codes are counted here
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "rounds:my-rounds"

ACCOUNT_ADAPTER = "attending.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "attending.accounts.forms.LoginForm"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key,50/15m/ip", "login": "60/m/ip", "reauthenticate": "10/15m/user"}
ACCOUNT_RATE_LIMITS["intake"] = "30/h/ip"  # proposals begun by people without an account
ACCOUNT_RATE_LIMITS["concern_code"] = "20/10m/key,100/d/key"  # concerns sent at the code of one unit
ACCOUNT_RATE_LIMITS["concern_address"] = "300/10m/key"  # from one address, which a whole hospital may share
ACCOUNT_RATE_LIMITS["calendar"] = "600/h/ip"  # calendars that read the meetings, many behind one address
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIGURATION.trusted_proxies
MFA_ADAPTER = "attending.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Attending"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = CONFIGURATION.loopback_only

SESSION_COOKIE_AGE = int(CONFIGURATION.session_absolute.total_seconds())
SESSION_IDLE_SECONDS = int(CONFIGURATION.session_idle.total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if CONFIGURATION.https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.https else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LANGUAGE_CODE = "en-us"
TIME_ZONE = CONFIGURATION.time_zone
USE_I18N = True
USE_TZ = True

ATTENDING_DEMO = CONFIGURATION.demo
ATTENDING_LEDGER_KEY = CONFIGURATION.ledger_key
ATTENDING_CHECKPOINT_FILE = CONFIGURATION.checkpoint_file
ATTENDING_CHECKPOINT_SYSLOG = CONFIGURATION.checkpoint_syslog
ATTENDING_ORIGIN = CONFIGURATION.origin
ATTENDING_HAZARD_METHODS = CONFIGURATION.hazard_methods
ATTENDING_URL = CONFIGURATION.url
ATTENDING_SMTP = CONFIGURATION.smtp
ATTENDING_WEBHOOKS = CONFIGURATION.webhooks

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
