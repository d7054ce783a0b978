"""The one settings file. Everything that differs between machines comes from the environment, read strictly by env.py;
docs/operations.md lists the variables."""

from pathlib import Path

import django.contrib.admin
import django_htmx
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from absolutt import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")

# --- What kind of site this is
DEMO = env.flag("DEMO")  # invented people, mail stays on the machine, a mailbox page shows it
SITE_URL = env.site_url("SITE_URL", "http://localhost:8000")
SECURE = SITE_URL.startswith("https://")
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")  # older keys: their links and sessions live on
SECRET_KEY = env.secret("SECRET_KEY", demo_file=DATA_DIR / "secret_key" if DEMO else None)
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", SITE_URL.split("://")[1].rsplit(":", 1)[0])
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)  # how many proxies stand in front and may name the client

INSTALLED_APPS = [
    "absolutt",
    "correspondence",
    "gatherings",
    "municipalities",
    "programmes",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "accounts.middleware.SignInOnAPageOfItsOwnMiddleware",
    "absolutt.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "absolutt.middleware.WrongMethodMiddleware",
]

ROOT_URLCONF = "absolutt.urls"
WSGI_APPLICATION = "absolutt.wsgi.application"
FORM_RENDERER = "absolutt.design.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "absolutt.design.site",
            ],
            "builtins": ["programmes.templatetags.words", "programmes.templatetags.formats"],
        },
    },
]

# --- Storage. ATOMIC_REQUESTS stays off: with SQLite's IMMEDIATE every atomic block is the one writer.
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
REDIS_URL = env.redis("REDIS_URL")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:  # rate limits must be shared by the web processes; a database cache in a file of its own is enough
    DATABASES["cache"] = env.sqlite(DATA_DIR / "cache.sqlite3")
    DATABASE_ROUTERS = ["absolutt.routers.CacheInItsOwnFile"]
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},  # a flood of addresses must not push out what others have spent
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Work in the background
_QUEUE = DATA_DIR / "queue"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 300, "socket_connect_timeout": 2, "socket_timeout": 10}
    if REDIS_URL
    else {
        "data_folder_in": str(_QUEUE),
        "data_folder_out": str(_QUEUE),
        "control_folder": str(_QUEUE / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
)
if not REDIS_URL:
    _QUEUE.mkdir(parents=True, exist_ok=True)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker that was away for a night is found again in the morning
# Documents take a hundred times as long as words: they have a queue of their own, and nothing else waits behind them. A
# worker that is not told which queues it serves (-Q) serves them all, as the embedded one does.
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_QUEUES = [Queue("mail"), Queue("pdf"), Queue("celery")]
CELERY_TASK_ROUTES = {
    "correspondence.tasks.send_due_with_documents": {"queue": "pdf"},
    "correspondence.tasks.*": {"queue": "mail"},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Europe/Oslo"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "send what is due": {"task": "correspondence.tasks.send_due", "schedule": 60.0, "options": {"expires": 60}},
    "send what has documents": {
        "task": "correspondence.tasks.send_due_with_documents",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "plan letters where something has changed": {
        "task": "correspondence.tasks.plan_letters",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "read what came back": {
        "task": "correspondence.tasks.read_bounces",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "make the day's letters": {
        "task": "correspondence.tasks.make_due_letters",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    **{
        f"tick {queue.name}": {
            "task": "correspondence.tasks.tick",
            "schedule": 60.0,
            "args": (queue.name,),
            "options": {"queue": queue.name, "expires": 60},
        }
        for queue in CELERY_TASK_QUEUES
    },
    "forget ended sessions": {"task": "accounts.tasks.forget_ended_sessions", "schedule": 24 * 3600.0},
    "end offers of places": {"task": "municipalities.tasks.end_offers", "schedule": 300.0},
    "erase old interest": {"task": "municipalities.tasks.erase_old_interest", "schedule": 24 * 3600.0},
    "forget old imports": {"task": "municipalities.tasks.forget_old_imports", "schedule": 24 * 3600.0},
    "erase old registrations": {"task": "gatherings.tasks.erase_old_registrations", "schedule": 24 * 3600.0},
    "erase old deputies": {"task": "gatherings.tasks.erase_old_deputies", "schedule": 24 * 3600.0},
    "forget addresses in the outbox": {"task": "correspondence.tasks.forget_erased", "schedule": 24 * 3600.0},
    "forget dead links": {"task": "accounts.tasks.forget_dead_links", "schedule": 24 * 3600.0},
}

# --- Mail
MAIL_SERVER = env.mail_server("EMAIL_URL")
if DEMO and MAIL_SERVER:
    raise ImproperlyConfigured("EMAIL_URL is set, but DEMO is 1: a demo never reaches a mail server. Drop one of them.")
if MAIL_SERVER:
    vars().update(MAIL_SERVER)  # EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER …
EMAIL_BACKEND = "correspondence.backends.GuardedSmtp" if MAIL_SERVER else "correspondence.backends.DemoMailbox"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "ABSOLUTT <absolutt@example.no>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_EMAIL = env.address("CONTACT_EMAIL", "absolutt@example.no")  # faults, accessibility, privacy
# Addresses outside these domains are refused by the mail backend. Empty: every address may be written to.
MAIL_ONLY_TO = env.names("MAIL_ONLY_TO", "example.no" if DEMO or not MAIL_SERVER else "")
BOUNCE_ADDRESS = env.return_address("BOUNCE_ADDRESS")  # the envelope's sender, with a key of each letter's own
BOUNCE_MAILBOX = env.mail_folder("BOUNCE_MAILBOX")  # where what comes to that address is read
MAIL_PER_MINUTE = env.number("MAIL_PER_MINUTE", 0)  # the most letters in one minute; 0: no limit
DEMO_MAILBOX = DATA_DIR / "demo-mailbox"

# --- Signing in: a code by e-mail, no passwords, no open registration
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "correspondence.signin.Adapter"
ACCOUNT_FORMS = {
    "request_login_code": "accounts.forms.SignInForm",
    "confirm_login_code": "accounts.forms.SignInCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 6, "numeric": True, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/h/ip,20/h/key",  # three tries a code, so sixty guesses an hour at a million codes
    "login_failed": "30/m/ip,5/5m/key,30/d/key",  # the second factor; a right code sets the count back
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to because a stranger typed an address
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- The second factor of advisers and administrators: a passkey, or codes from an app (docs/decisions/0018)
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", default=not DEMO)
MFA_ADAPTER = "accounts.mfa.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.CodeForm",
    "authenticate_webauthn": "accounts.factor_forms.PasskeyUseForm",
}
MFA_TOTP_PERIOD = 30  # seconds
MFA_TOTP_TOLERANCE = 1  # periods before and after, for telephones whose clocks are off and people who type slowly

# --- Browser security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # seconds
CSRF_FAILURE_VIEW = "absolutt.pages.errors.csrf_failure"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # the container asks itself over plain HTTP
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Language and time. The texts in code are bokmål; locale/nn holds the nynorsk.
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = USE_I18N = True

# --- Static files: our own, and an explicit list of what npm installed
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "absolutt.vendor.VendorFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
NODE_MODULES = BASE_DIR / "node_modules"
_INTER = NODE_MODULES / "@fontsource-variable/inter/files"
_ADMIN = Path(django.contrib.admin.__file__).parent / "static"
_ADMIN_STYLES = ("base", "changelists", "dashboard", "forms", "responsive", "widgets")
_ADMIN_FILES = [
    *(_ADMIN / f"admin/css/{name}.css" for name in _ADMIN_STYLES),
    *sorted((_ADMIN / "admin/img").glob("*.svg")),
]
VENDOR_FILES = {
    "vendor/inter-latin.woff2": _INTER / "inter-latin-wght-normal.woff2",
    "vendor/inter-latin-ext.woff2": _INTER / "inter-latin-ext-wght-normal.woff2",
    "vendor/designsystemet.css": NODE_MODULES / "@digdir/designsystemet-css/dist/src/index.css",
    "vendor/theme.css": BASE_DIR / "build/theme/absolutt.css",
    "django_htmx/htmx-2.min.js": Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js",
    **{str(path.relative_to(_ADMIN)): path for path in _ADMIN_FILES},
}
ICON_DIR = NODE_MODULES / "@navikt/aksel-icons/dist/svg"
PDF_FONTS = NODE_MODULES / "@fontsource/inter/files"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "ordinary_answers": {"()": "accounts.logs.OrdinaryAnswers"},
        "no_tokens": {"()": "accounts.logs.NoTokens"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["ordinary_answers", "no_tokens"],
        },
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        "django": {"handlers": [], "propagate": True, "level": "INFO"},
        "django.server": {"handlers": [], "propagate": True, "level": "INFO"},
    },
}
