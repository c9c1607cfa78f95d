"""django-oidc-provider, in one file with a database in memory; alice is signed in by a cookie, and her consent is taken for
granted.

usage: python oidc_django_server.py PORT HOST
"""

import sys

import django
from django.conf import settings

PORT, HOST = sys.argv[1:]
settings.configure(
    SECRET_KEY="invented",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    SITE_URL=f"https://{HOST}",
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oidc_provider"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", f"{__name__}.sign_in"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:oidc?mode=memory&cache=shared",
                           "OPTIONS": {"uri": True}}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]}}],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    LOGIN_URL="/login",
    OIDC_USERINFO=f"{__name__}.claims",
    OIDC_GRANT_TYPE_PASSWORD_ENABLE=True,
)
django.setup()

from django.contrib.auth.models import AnonymousUser, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import include, path  # noqa: E402
from oidc_provider.lib.endpoints.authorize import AuthorizeEndpoint  # noqa: E402
from oidc_provider.models import Client, ResponseType  # noqa: E402
from oidc_provider.views import AuthorizeView  # noqa: E402

ANONYMOUS = AnonymousUser()
SCOPES = ["openid", "orders.read", "orders.write"]
urlpatterns = [path("openid/", include("oidc_provider.urls", namespace="oidc_provider"))]


class Granted(AuthorizeEndpoint):
    def is_client_allowed_to_skip_consent(self):
        return True


AuthorizeView.authorize_endpoint_class = Granted


def claims(claims, user):
    return claims


def sign_in(get_response):
    """A browser with this cookie is alice's."""

    def middleware(request):
        request.user = USERS["alice"] if request.COOKIES.get("session") == "alice-51c7" else ANONYMOUS
        request._dont_enforce_csrf_checks = True
        return get_response(request)

    return middleware


def register(client_id, secret, uris=("https://app.example/cb", "https://app.example/callback"), scopes=()):
    """A client."""
    client = Client(client_id=client_id, name=client_id, client_secret=secret, client_type="confidential" if secret else "public",
                    require_consent=False, jwt_alg="HS256" if secret else "RS256")
    client.redirect_uris, client.scope = list(uris), list(scopes)
    client.save()
    client.response_types.add(ResponseType.objects.get(value="code"))


call_command("migrate", verbosity=0)
USERS = {"alice": User.objects.create_user("alice", password="correct-horse-7")}
call_command("creatersakey")
register("orders-web", "web-7Hq2LmZx9RtVb4NcKd8Wf3Yp", scopes=SCOPES)
register("reports-web", "rep-Qz5TnJw8XsKv2MbGh7Lc4Dr")
register("orders-spa", "", ["https://spa.example/cb"])
register("orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", [], SCOPES)
register("orders-odd", "odd+Rz%5Kt&8Wq2Xv", [], SCOPES)
call_command("runserver", f"127.0.0.1:{PORT}", "--noreload", "--nothreading")
