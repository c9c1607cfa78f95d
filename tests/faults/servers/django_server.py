"""django-oauth-toolkit on oauthlib, in one file with a database in memory; alice is signed in by a cookie.

usage: python django_server.py PORT HOST
"""

import os
import sys

import django
from django.conf import settings

PORT, HOST = sys.argv[1:]
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # TLS ends before it
settings.configure(
    SECRET_KEY="invented",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
    MIDDLEWARE=[f"{__name__}.sign_in"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:bench?mode=memory&cache=shared",
                           "OPTIONS": {"uri": True}}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    OAUTH2_PROVIDER={
        "SCOPES": {"orders.read": "read orders", "orders.write": "write orders"},
        "PKCE_REQUIRED": lambda client_id: client_id == "orders-spa",
        "ROTATE_REFRESH_TOKEN": True,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    },
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.decorators import rw_protected_resource  # noqa: E402,F401
from oauth2_provider.models import Application  # noqa: E402
from oauth2_provider.views.generic import ScopedProtectedResourceView  # noqa: E402


def sign_in(get_response):
    """A browser with this cookie is alice's."""

    def middleware(request):
        request.user = USERS["alice"] if request.COOKIES.get("session") == "alice-51c7" else ANONYMOUS
        request._dont_enforce_csrf_checks = True
        return get_response(request)

    return middleware


class Orders(ScopedProtectedResourceView):
    @property
    def required_scopes(self):
        return ["orders.write" if self.request.method == "POST" else "orders.read"]

    def get_scopes(self, *args, **kwargs):
        return self.required_scopes

    def get(self, request):
        return JsonResponse({"orders": [{"id": 7}]})

    def post(self, request):
        return JsonResponse({"id": 8})


urlpatterns = [path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")), path("api/orders", Orders.as_view())]


def register(client_id, secret, grant, kind="confidential", uris="https://app.example/cb https://app.example/callback"):
    """A client whose consent alice gave before."""
    Application.objects.create(client_id=client_id, client_secret=secret, authorization_grant_type=grant, client_type=kind,
                               redirect_uris=uris if grant == "authorization-code" else "", skip_authorization=True,
                               user=USERS["alice"])


call_command("migrate", verbosity=0)
from django.contrib.auth.models import AnonymousUser  # noqa: E402

ANONYMOUS = AnonymousUser()
USERS = {"alice": User.objects.create_user("alice", password="correct-horse-7")}
register("orders-web", "web-7Hq2LmZx9RtVb4NcKd8Wf3Yp", "authorization-code")
register("reports-web", "rep-Qz5TnJw8XsKv2MbGh7Lc4Dr", "authorization-code")
register("orders-spa", "", "authorization-code", "public", "https://spa.example/cb")
register("orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", "client-credentials")
register("orders-odd", "odd+Rz%5Kt&8Wq2Xv", "client-credentials")
register("orders-desk", "dsk-Bn5VcLq8XzTw3RfKj6Hp9Ms", "password")
call_command("runserver", f"127.0.0.1:{PORT}", "--noreload", "--nothreading")
