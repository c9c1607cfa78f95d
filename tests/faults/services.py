"""The servers of the bench, as they are registered in `servers/`."""

import time

from bench import command
from bench.service import Client, Service


class Panva(Service):
    """oidc-provider: alice signs in by the forms it brings along for developers."""

    jar = "alice-at-login.cookies"

    def session(self, talk):
        if not (talk.bench.work / self.jar).exists():
            self._sign_in(talk.bench)
        return [f"-b {self.jar}"]

    def _sign_in(self, bench):
        client = self.clients["web"]
        params = {"response_type": "code", "client_id": client.id, "redirect_uri": client.redirect, "scope": self.scope}
        jar = f"-b {self.jar} -c {self.jar}"
        page = bench.quietly(f"curl -L {jar} -w '\\n%{{url_effective}}' "
                             f"'{self.url}{self.authorize}?{command.query(params.items())}'")
        address = page.rsplit("\n", 1)[1]
        bench.quietly(f"curl {jar} {address} -d prompt=login -d login=alice -d password=any "
                      f"-w '%{{redirect_url}}' | xargs curl {jar}")

    def deny(self, talk):
        """Asks again for consent, and follows the link that aborts."""
        client = self.clients["web"]
        params = {"response_type": "code", "client_id": client.id, "redirect_uri": client.redirect, "scope": self.scope,
                  "state": "st-deny-3", "prompt": "consent"}
        jar = f"-b {self.jar} -c {self.jar}"
        talk.bench.quietly(f"cp {self.jar} denied.cookies")
        jar = "-b denied.cookies -c denied.cookies"
        page = talk.bench.quietly(f"curl {jar} -w '%{{redirect_url}}' -o /dev/null "
                                  f"'{self.url}{self.authorize}?{command.query(params.items())}'")
        after = talk.bench.quietly(f"curl {jar} -w '%{{redirect_url}}' -o /dev/null {page}/abort")
        talk.curl(after, jar, look="include")


ALL = {"grants-said", "challenges", "scope-said", "code", "public", "machine", "refresh", "rotation", "redirect-compared", "scope-checked", "scopes", "odd-secret",
       "brief", "other", "pkce", "revoke", "introspect", "pasting"}
CB = "https://app.example/cb"
OTHER_CB = "https://app.example/callback"


def web(secret="web-7Hq2LmZx9RtVb4NcKd8Wf3Yp", id="orders-web", auth="body"):
    """A confidential client of a web application."""
    return Client(id, secret, CB, OTHER_CB, auth)


def clients(names, auth="body"):
    """Clients that most servers have, by name; `auth` is how the confidential ones prove themselves."""
    known = {
        "web": web(auth=auth),
        "other": web("rep-Qz5TnJw8XsKv2MbGh7Lc4Dr", "reports-web", auth),
        "brief": web("bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf", "orders-brief", auth),
        "public": Client("orders-spa", None, "https://spa.example/cb"),
        "device": Client("orders-tv"),
        "machine": Client("orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", auth=auth),
        "odd": Client("orders-odd", "odd+Rz%5Kt&8Wq2Xv", auth=auth),
        "signer": Client("orders-signer", "sig-Pt7Kw3XzRb9LqVm2Yd5Hc8NfJs4Gx6Ta"),
    }
    return {name: known[name] for name in names.split()}


class Asked(Service):
    """A server that asks alice by a form of its own; `no` is the option of curl that posts her refusal."""

    no: str

    def deny(self, talk):
        client = self.clients["web"]
        params = {"response_type": "code", "client_id": client.id, "redirect_uri": client.redirect, "scope": self.scope,
                  "state": "st-deny-3"}
        address = f"{self.url}{self.authorize}?{command.query(params.items())}"
        talk.curl(address, self.no, *self.session(talk), look="include")


class Authlib(Asked):
    """Authlib: alice's consent and her devices are asked for by forms of ours."""

    no = "-d consent=no"

    def allow_device(self, talk, user_code, allow="yes"):
        talk.bench.quietly(f"curl {self.url}/activate -d user_code={user_code} -d allow={allow}")


class Decided(Asked):
    """oauth20-provider: alice's decision is a member of the form that is posted back."""

    no = "-d decision=0"


class SignedIn(Service):
    """A server with accounts of its own: somebody signed in while it was set up."""

    def session(self, talk):
        kept = talk.bench.work / f"{self.name}.cookies"
        for _ in range(100):
            if kept.exists():
                break
            time.sleep(0.2)
        return [command.option("-b", kept.read_text())]


SERVICES = [
    Panva(
        name="panva",
        host="login.example",
        start=["node", "oidc-provider.mjs"],
        clients={
            "web": web(auth="basic"),
            "other": web("rep-Qz5TnJw8XsKv2MbGh7Lc4Dr", "reports-web", "basic"),
            "brief": web("bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf", "orders-brief", "basic"),
            "hybrid": web(id="orders-hybrid", auth="basic"),
            "public": Client("orders-spa", None, "https://spa.example/cb"),
            "device": Client("orders-tv"),
            "machine": Client("orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", auth="basic"),
            "signer": Client("orders-signer", "sig-Pt7Kw3XzRb9LqVm2Yd5Hc8NfJs4Gx6Ta"),
        },
        authorize="/auth",
        token="/token",
        api="/me",
        scope="openid orders.read orders.write",
        revoke="/token/revocation",
        introspect="/token/introspection",
        device="/device/auth",
        pkce={"public"},
        can=(ALL - {"odd-secret", "introspect", "scope-checked"}) | {"oidc", "hybrid", "device", "deny", "pkce-form", "brief-refresh", "reuse-revokes",
                                                                   "jwt-client"},
    ),
    Service(
        name="node-oauth",
        host="shop.example",
        start=["node", "node-oauth.mjs"],
        clients=clients("web other brief public machine odd"),
        authorize="/oauth/authorize",
        token="/oauth/token",
        api="/api/orders",
        api_write="/api/orders",
        scope="orders.read orders.write",
        cookie="session=alice-51c7",
        pkce={"public"},
        can=(ALL - {"revoke", "introspect"}) | {"password", "secret-in-body", "api-write", "header-only", "brief-refresh"},
    ),
    Authlib(
        name="authlib",
        host="accounts.example",
        start=["python", "authlib_server.py"],
        clients=clients("web other brief public device machine odd signer"),
        authorize="/oauth2/authorize",
        token="/oauth2/token",
        api="/api/orders",
        api_write="/api/orders",
        scope="orders.read orders.write",
        revoke="/oauth2/revoke",
        introspect="/oauth2/introspect",
        device="/oauth2/device_authorization",
        cookie="session=alice-51c7",
        pkce={"public"},
        can=ALL | {"password", "secret-in-body", "api-write", "header-only", "brief-refresh", "device", "device-allow",
                   "device-deny", "deny", "jwt-grant"},
    ),
    Service(
        name="django",
        host="id.example",
        start=["python", "django_server.py"],
        clients=clients("web other public machine odd"),
        authorize="/o/authorize/",
        token="/o/token/",
        api="/api/orders",
        api_write="/api/orders",
        scope="orders.read orders.write",
        revoke="/o/revoke_token/",
        introspect="/o/introspect/",
        cookie="session=alice-51c7",
        pkce={"public"},
        speaks=False,
        can=(ALL - {"brief", "introspect", "challenges", "scope-said"}) | {"secret-in-body", "api-write", "header-only"},
    ),
    Service(
        name="orize",
        host="auth.shop.example",
        start=["node", "oauth2orize.mjs"],
        clients=clients("web other brief public machine odd"),
        authorize="/authorize",
        token="/token",
        api="/v1/orders",
        api_write="/v1/orders",
        scope="orders.read orders.write",
        cookie="session=alice-51c7",
        pkce={"public"},
        can=(ALL - {"revoke", "introspect", "scope-said", "grants-said"}) | {"secret-in-body", "api-write", "brief-refresh"},
    ),
    Service(
        name="doorkeeper",
        host="forge.example",
        start=["ruby", "doorkeeper_server.rb"],
        beside=["gem doorkeeper", "gem sqlite3", "gem puma"],
        clients=clients("web other brief public machine odd"),
        authorize="/oauth/authorize",
        token="/oauth/token",
        api="/api/orders",
        api_write="/api/orders",
        scope="orders.read orders.write",
        revoke="/oauth/revoke",
        introspect="/oauth/introspect",
        cookie="session=alice-51c7",
        pkce={"public"},
        speaks=False,
        page=b"<h1>An error has occurred</h1>",
        can=(ALL - {"grants-said", "scope-said"}) | {"password", "secret-in-body", "api-write"},
    ),
    SignedIn(
        name="glewlwyd",
        host="suite.example",
        start=["python3", "glewlwyd_server.py"],
        clients=clients("web other public device machine odd"),
        authorize="/api/oidc/auth",
        token="/api/oidc/token",
        api="/api/oidc/userinfo",
        scope="orders.read orders.write",
        revoke="/api/oidc/revoke",
        introspect="/api/oidc/introspect",
        device="/api/oidc/device_authorization",
        signed_in={"g_continue": ""},
        pkce={"public"},
        speaks=False,
        needs_scope=True,
        untold={"grant-not-allowed", "pkce-missing"},
        can=(ALL - {"brief", "challenges", "grants-said", "scope-said"}) | {"password", "secret-in-body", "device", "pkce-form"},
        beside=["glewlwyd", "sqlite3"],
    ),
    Service(
        name="jmondi",
        host="pay.example",
        start=["node", "jmondi.mjs"],
        clients=clients("web other brief public machine odd"),
        authorize="/authorize",
        token="/token",
        api="/api/orders",
        api_write="/api/orders",
        scope="orders.read orders.write",
        revoke="/token/revoke",
        cookie="session=alice-51c7",
        pkce={"public"},
        untold={"grant-not-allowed"},
        can=(ALL - {"introspect", "grants-said"}) | {"password", "secret-in-body", "api-write", "brief-refresh", "pkce-form"},
    ),
    Service(
        name="oxide",
        host="kiln.example",
        start=["oxide/target/debug/oxide"],
        clients=clients("web other public machine", "basic"),
        authorize="/authorize",
        token="/token",
        api="/orders",
        api_write="/orders",
        scope="orders.read orders.write",
        cookie="session=alice-51c7",
        pkce={"public"},
        speaks=False,
        untold={"redirect-unregistered", "redirect-unregistered-slash", "pkce-missing", "scope-unknown", "scope-run-together"},
        can=(ALL - {"brief", "revoke", "introspect", "odd-secret", "grants-said"}) | {"api-write", "header-only"},
    ),
    SignedIn(
        name="lemonldap",
        host="sesame.example",
        start=["python3", "lemonldap_server.py"],
        beside=["plackup", "/usr/share/lemonldap-ng/portal"],
        clients=clients("web other brief public machine odd"),
        authorize="/oauth2/authorize",
        token="/oauth2/token",
        api="/oauth2/userinfo",
        scope="openid orders.read orders.write",
        introspect="/oauth2/introspect",
        user=("dwho", "dwho"),
        speaks=False,
        page=b'role="alert"',
        untold={"redirect-unregistered", "redirect-unregistered-slash", "scope-unknown-authorize"},
        pkce={"public"},
        can=(ALL - {"revoke", "rotation", "grants-said"}) | {"password", "secret-in-body", "oidc"},
    ),
    Service(
        name="oidc-django",
        host="passport.example",
        start=["python", "oidc_django_server.py"],
        clients=clients("web other public machine odd"),
        authorize="/openid/authorize",
        token="/openid/token",
        api="/openid/userinfo",
        scope="openid orders.read orders.write",
        introspect="/openid/introspect",
        cookie="session=alice-51c7",
        pkce={"public"},
        speaks=False,
        page=b"<h3>",
        untold={"machine-public"},
        can=(ALL - {"brief", "revoke", "redirect-compared", "grants-said"}) | {"password", "secret-in-body", "oidc"},
    ),
    Service(
        name="mcp",
        host="tools.example",
        start=["node", "mcp.mjs"],
        clients=clients("web other brief public"),
        authorize="/authorize",
        token="/token",
        api="/mcp/orders",
        api_write="/mcp/orders",
        scope="orders.read orders.write",
        revoke="/revoke",
        cookie="session=alice-51c7",
        pkce={"web", "other", "brief", "public"},
        can=(ALL - {"pasting", "machine", "odd-secret", "introspect", "grants-said"}) | {"secret-in-body", "api-write", "header-only",
                                                                             "brief-refresh"},
    ),
    SignedIn(
        name="better-auth",
        host="nest.example",
        start=["node", "better-auth.mjs"],
        clients=clients("web other public machine odd"),
        authorize="/api/auth/oauth2/authorize",
        token="/api/auth/oauth2/token",
        api="/api/auth/oauth2/userinfo",
        scope="openid offline_access orders.read orders.write",
        revoke="/api/auth/oauth2/revoke",
        introspect="/api/auth/oauth2/introspect",
        pkce={"web", "other", "public"},
        can=(ALL - {"pasting", "brief", "challenges", "scope-said", "grants-said"}) | {"secret-in-body", "oidc"},
    ),
    Service(
        name="workers-oauth",
        host="edge.example",
        start=["node", "workers-oauth.mjs"],
        clients=clients("web other public"),
        authorize="/authorize",
        token="/oauth/token",
        api="/mcp",
        api_write="/mcp",
        scope="orders.read orders.write",
        revoke="/oauth/token",
        cookie="session=alice-51c7",
        pkce={"public"},
        speaks=False,
        can=(ALL - {"pasting", "machine", "brief", "odd-secret", "introspect", "grants-said"}) | {"secret-in-body", "api-write", "header-only"},
    ),
    Service(
        name="rack-oauth2",
        host="stall.example",
        start=["ruby", "rack_oauth2_server.rb"],
        beside=["gem rack-oauth2", "gem puma"],
        clients=clients("web other brief public machine odd"),
        authorize="/oauth2/authorize",
        token="/oauth2/token",
        api="/v2/orders",
        api_write="/v2/orders",
        scope="orders.read orders.write",
        cookie="session=alice-51c7",
        pkce={"public"},
        can=(ALL - {"pasting", "revoke", "introspect"}) | {"password", "secret-in-body", "api-write"},
    ),
    Service(
        name="idpyoidc",
        host="hall.example",
        start=["python", "idpyoidc_server.py"],
        clients=clients("web other brief public machine odd"),
        authorize="/authorization",
        token="/token",
        api="/userinfo",
        scope="openid orders.read orders.write",
        introspect="/introspection",
        cookie="session=alice-51c7",
        pkce={"public"},
        untold={"grant-not-allowed", "scope-unknown-authorize"},
        can=(ALL - {"pasting", "revoke", "challenges", "grants-said"}) | {"secret-in-body", "oidc"},
    ),
    Service(
        name="oauth-lite2",
        host="mill.example",
        start=["perl", "oauth_lite2_server.pl"],
        beside=["plackup", "/usr/share/perl5/OAuth/Lite2"],
        clients=clients("web other brief machine odd"),
        authorize="/authorize",
        token="/token",
        api="/resource/orders",
        scope="orders.read orders.write",
        cookie="session=alice-51c7",
        speaks=False,
        untold={"grant-not-allowed"},
        can=(ALL - {"pasting", "grants-said", "pkce", "public", "revoke", "introspect"}) | {"password", "secret-in-body"},
    ),
    Decided(
        name="oauth20",
        host="desk.example",
        start=["node", "oauth20-provider.mjs"],
        clients=clients("web other brief machine", "basic"),
        authorize="/authorization",
        token="/token",
        api="/secure/orders",
        scope="orders.read orders.write",
        cookie="session=alice-51c7",
        can=(ALL - {"pasting", "pkce", "public", "revoke", "introspect", "rotation", "redirect-compared", "odd-secret", "challenges"})
        | {"deny"},
    ),
    SignedIn(
        name="a12n",
        host="gate.example",
        start=["python3", "a12n_server.py"],
        beside=["a12n-server"],
        clients=clients("web other public machine odd", "basic"),
        authorize="/authorize",
        token="/token",
        api="/userinfo",
        scope="orders.read orders.write",
        revoke="/revoke",
        introspect="/introspect",
        user=("alice@quay.example", "correct-horse-7"),
        pkce={"public"},
        can=(ALL - {"pasting", "brief", "scope-checked"}) | {"password"},
    ),
]
