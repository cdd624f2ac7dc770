"""Django's settings. Everything that differs between machines comes from the environment (docs/operations.md)."""

from pathlib import Path
from typing import Any

from selvbetjening.config.brokers import login_brokers, login_pages
from selvbetjening.config.environment import (
    database,
    email,
    process_environment,
    refuse_mixture,
    sealing_keys,
    secret,
    var_dir,
)
from selvbetjening.config.file_bucket import file_bucket
from selvbetjening.config.receipt_keys import receipt_keys
from selvbetjening.config.ssh_host_keys import public_lines

_env = process_environment()
_package = Path(__file__).resolve().parent.parent

DEMO = _env.flag("SELVBETJENING_DEMO")
refuse_mixture(_env, demo=DEMO)
HTTPS = _env.text("PUBLIC_SCHEME", "https") == "https"
PUBLIC_SCHEME = "https" if HTTPS else "http"
PUBLIC_PORT = _env.number("PUBLIC_PORT", 443 if HTTPS else 80)
PORTAL_BASE_DOMAIN = _env.text("PORTAL_BASE_DOMAIN").lower()
TRUSTED_PROXIES = _env.words("TRUSTED_PROXIES")
VAR_DIR = var_dir(_env)

SECRET_KEY = secret(_env, "SECRET_KEY", demo=DEMO)
SECRET_KEY_FALLBACKS = _env.words("SECRET_KEY_FALLBACKS")
SEALING_KEYS = sealing_keys(_env, demo=DEMO)  # of what is kept sealed, the newest first (kernel.sealed)
DEBUG = False
ALLOWED_HOSTS = ["*"]  # config.middleware.hosts knows the hosts and answers 404 to every other one

_pool = {"min_size": 1, "max_size": _env.number("DATABASE_POOL_SIZE", 8), "timeout": 10}
DATABASES = {
    "default": database(_env.text("DATABASE_URL"), pool=_pool),
    "doorway": database(_env.text("DATABASE_DOORWAY_URL"), pool={**_pool, "min_size": 0}, read_only=True),
}
if _owner := _env.text("DATABASE_OWNER_URL", ""):
    DATABASES["owner"] = database(_owner)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "selvbetjening.domain.tenancy",
    "selvbetjening.domain.history",
    "selvbetjening.domain.organizations",
    "selvbetjening.domain.messaging",
    "selvbetjening.domain.identity",
    "selvbetjening.domain.access",
    "selvbetjening.domain.accounts",
    "selvbetjening.domain.catalog",
    "selvbetjening.domain.invoicing",
    "selvbetjening.domain.subscriptions",
    "selvbetjening.domain.payments",
    "selvbetjening.domain.directdebit",
    "selvbetjening.domain.contracts",
    "selvbetjening.domain.billing",
    "selvbetjening.domain.imports",
    "selvbetjening.domain.rights",
    "selvbetjening.domain.deliveries",
    "selvbetjening.domain.webhooks",
    "selvbetjening.ui",
    "selvbetjening.portals.customer",
    "selvbetjening.portals.business",
    "selvbetjening.portals.api",
    "selvbetjening.portals.staff",
    "django.contrib.admin",
    *(["selvbetjening.portals.sandbox"] if DEMO else []),
    "selvbetjening.config",
]

MIDDLEWARE = [
    "selvbetjening.config.middleware.request_log.RequestLog",
    "selvbetjening.config.middleware.headers.Headers",
    "selvbetjening.config.middleware.body_size.BodySize",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "selvbetjening.config.middleware.hosts.Hosts",
    "selvbetjening.config.middleware.transactions.OrganizationTransaction",
    "selvbetjening.portals.sessions.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "selvbetjening.config.middleware.same_site.SameSitePosts",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "selvbetjening.portals.customer.door.CustomerDoor",
    "selvbetjening.portals.business.door.BusinessDoor",
]

ROOT_URLCONF = "selvbetjening.config.urls"
WSGI_APPLICATION = "selvbetjening.config.wsgi.application"
APPEND_SLASH = False

_loaders: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "selvbetjening.portals.customer.door.context",
                "selvbetjening.portals.business.door.context",
            ],
            "loaders": [("django.template.loaders.cached.Loader", _loaders)],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [path for path in (_package / "locale", _package.parent.parent / "locale") if path.is_dir()]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "/static/"
STATIC_ROOT = Path(_env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    **file_bucket(_env),
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "selvbetjening.config.console_files.ConsoleFiles",
]
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False  # SEC-137
MEDIA_ROOT = VAR_DIR / "never-used"

# Cookies: host-only, opaque, and with the __Host- prefix wherever there is TLS (SEC-135).
_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "selvbetjening.config.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = f"{_prefix}language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # of a whole body, files included: config.middleware.body_size
UPLOAD_MAX_SIZE = 4_500_000  # the same, of the few pages that take files
IMPORT_MAX_SIZE = 26_500_000  # the same, of a company's own files that are read in
API_BULK_MAX_SIZE = 12_000_000  # the same, where machines send up to ten thousand objects at once
API_CALLS_A_MINUTE = _env.number("API_CALLS_A_MINUTE", 60)  # of one API user (fenerum-api.md section 1)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

AUTHENTICATION_BACKENDS = ["selvbetjening.portals.staff.login.StaffLinkBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = []

# Which adapter serves which port (design, "Ports").
POST = _env.text("POST_ADAPTER", "selvbetjening.adapters.smtp.SmtpPost")
EMAIL = email(_env.text("EMAIL_URL", "smtp://localhost:25"))
# A folder is no way to a buyer: only the demo says "sent" of what was written to one, unless the operator chose that.
ACCESS_POINT = _env.text(
    "ACCESS_POINT_ADAPTER", f"selvbetjening.adapters.accesspoint.{'FolderAccessPoint' if DEMO else 'NoAccessPoint'}"
)
# The card gateways' own hosts; the demo and the tests point them at the stand-ins (portals/sandbox/gateways).
STRIPE_API_BASE = _env.text("STRIPE_API_BASE", "https://api.stripe.com")
QUICKPAY_API_BASE = _env.text("QUICKPAY_API_BASE", "https://api.quickpay.net")
CARD_GATEWAY_BASES = {"stripe": STRIPE_API_BASE, "quickpay": QUICKPAY_API_BASE}
CARD_GATEWAYS = {
    "stripe": "selvbetjening.adapters.stripe.StripeGateway",
    "quickpay": "selvbetjening.adapters.quickpay.QuickPayGateway",
}
# Where a payer goes to pay: a form that leads there must name it in its policy (SEC-132). A stand-in shows its own.
CARD_GATEWAY_PAGES = {
    "stripe": "https://checkout.stripe.com" if STRIPE_API_BASE == "https://api.stripe.com" else STRIPE_API_BASE,
    "quickpay": (
        "https://payment.quickpay.net" if QUICKPAY_API_BASE == "https://api.quickpay.net" else QUICKPAY_API_BASE
    ),
}
# Who decides what becomes of collections by Betalingsservice (directdebit.ports.Clearing). The built-in one moves no
# money: it follows rules of its own, so that the whole cycle can be walked through without any bank.
CLEARING = "selvbetjening.adapters.clearing.BuiltinClearing"
# A JSON table laid over the computed calendar of banking days and deadlines (betalingsservice.overlay), empty for none.
BETALINGSSERVICE_CALENDAR = _env.text("BETALINGSSERVICE_CALENDAR", "")
# Øre for each collection that comes after the ordinary deadline, from a day on; no price is known unless one is given.
BETALINGSSERVICE_LATE_FEES: dict[str, int] = {}
# Whether an EAN number may stand as the second address line of a slip, to be sent as an e-invoice (U9).
BETALINGSSERVICE_EAN = _env.flag("BETALINGSSERVICE_EAN")
# Two blanks before the delivery ID of 0605, for a Betalingsservice that wants them (U5).
BETALINGSSERVICE_SPACED_0605 = _env.flag("BETALINGSSERVICE_SPACED_0605")
# The lines to an external Betalingsservice by their name in a company's connection (directdebit.ports.BankLine), and
# where the offline one puts and finds its files.
BANK_LINES = {
    "sftp": "selvbetjening.adapters.bankline.SftpLine",
    "folder": "selvbetjening.adapters.bankline.FolderLine",
}
BANK_LINE_FOLDER = Path(_env.text("BANK_LINE_FOLDER", str(VAR_DIR / "bank-line")))
# Whether a line may lead to a private address: where Betalingsservice is reached over a line of the operator's own.
BANK_LINE_INNER_HOSTS = _env.flag("BANK_LINE_INNER_HOSTS") or DEMO
# Who carries webhooks (webhooks.ports.Sender), and whether they may go to a private address, any port and over http: in
# the demo only. Public networks of the operator's own that they may not go to, and the proxy that they leave through.
WEBHOOK_SENDER = _env.text("WEBHOOK_SENDER_ADAPTER", "selvbetjening.adapters.webhooks.DirectSender")
WEBHOOK_INNER_HOSTS = DEMO
WEBHOOK_OWN_NETWORKS = _env.words("WEBHOOK_OWN_NETWORKS")
WEBHOOK_PROXY = _env.text("WEBHOOK_PROXY", "")
# Whom people log in through (config.brokers): name → the adapter's class and what it is made of.
LOGIN_BROKERS = login_brokers(_env, demo=DEMO)
LOGIN_PAGES = login_pages(LOGIN_BROKERS)
# Where files that companies send and fetch lie, and who looks through them first (SEC-83). The demo has no scanner
# unless one is named; everywhere else nothing passes without a verdict.
FILE_STORE = _env.text("FILE_STORE_ADAPTER", "selvbetjening.adapters.files.LocalFileStore")
FILES_FOLDER = Path(_env.text("FILES_FOLDER", str(VAR_DIR / "files")))
SCANNER = _env.text("SCANNER_ADAPTER", f"selvbetjening.adapters.clamav.{'NoScanner' if DEMO else 'ClamAv'}")
CLAMAV_ADDRESS = _env.text("CLAMAV_ADDRESS", "unix:/run/clamav/clamd.ctl")
# The SFTP door: where it listens, what clients call it, and its own keys (SEC-101: files of the secret store). Pages
# tell the public ones, `<file>.pub`; the web process needs no private key.
SFTP_HOST = _env.text("SFTP_HOST", f"sftp.{PORTAL_BASE_DOMAIN}")
SFTP_PORT = _env.number("SFTP_PORT", 22)
SFTP_HOST_KEY_FILES = [Path(name) for name in _env.words("SFTP_HOST_KEY_FILES")]
SFTP_HOST_PUBLIC_KEYS = public_lines(_env)
# What signs receipts (BM-02): base64 of an Ed25519 seed of 32 bytes; earlier keys verify only.
RECEIPT_KEYS = receipt_keys(_env, demo=DEMO)
E_INVOICE_FOLDER = Path(_env.text("E_INVOICE_FOLDER", str(VAR_DIR / "e-invoices")))
MAIL_FROM = _env.text("MAIL_FROM", f"selvbetjening@{PORTAL_BASE_DOMAIN}")

LOGGING_CONFIG = "selvbetjening.config.logs.configure"
LOGGING = {"version": 1}  # not empty: Django calls LOGGING_CONFIG only when there is something to give to it
LOG_LEVEL = _env.text("LOG_LEVEL", "INFO")
PROCRASTINATE_ON_APP_READY = "selvbetjening.config.jobs.on_app_ready"
SILENCED_SYSTEM_CHECKS = [
    # Their subjects are set by config.middleware.headers on every response, in more detail than
    # SecurityMiddleware can; tests/house and the header crawler hold them.
    "security.W001",
    "security.W002",
    # Sessions are our own middleware (portals.sessions), so Django's stands nowhere.
    "admin.E410",
]
