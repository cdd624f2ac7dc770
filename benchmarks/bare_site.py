"""A bare Django page to measure against: Django's own session and user, three queries, a small template.

Served by the same server with the same pool as the product. `BARE_DATABASE` is its database as a libpq URL.
"""

import os
from typing import Any

import django
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

_TEMPLATE = """<!doctype html><html lang="en"><head><title>Bare</title></head><body><h1>{{ user.username }}</h1>
<ul>{% for group in groups %}<li>{{ group.name }}</li>{% endfor %}</ul><p>{{ count }} {{ newest }}</p></body></html>"""

_parts = conninfo_to_dict(os.environ["BARE_DATABASE"])
settings.configure(
    SECRET_KEY="only-for-a-measurement-on-this-machine",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"bare.html": _TEMPLATE})]},
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _parts["dbname"],
            "USER": _parts["user"],
            "HOST": _parts["host"],
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
        }
    },
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


def bare(request: HttpRequest) -> HttpResponse:
    """Session and user, three queries, a small template."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    context: dict[str, Any] = {
        "groups": list(Group.objects.order_by("name")[:10]),
        "count": Permission.objects.count(),
        "newest": User.objects.order_by("-date_joined").first(),
        "user": request.user,
    }
    return render(request, "bare.html", context)


urlpatterns = [path("", bare)]
application = WSGIHandler()
