"""Mistakes in how the client proves itself, and in what it may do."""

import base64
import time

from bench import command

from . import fault


@fault("secret-wrong", "a wrong secret", "oauth/invalid-client", "code", shown="nothing")
def _(t):
    client = t.service.clients["web"]
    if client.auth == "basic":
        t.exchange(t.code(), auth="nothing", options=[command.option("-u", f"{client.id}:{client.secret[:-3]}xyz")])
    else:
        t.exchange(t.code(), client_secret=client.secret[:-3] + "xyz")


@fault("secret-wrong-machine", "a wrong secret for client_credentials", "oauth/invalid-client", "machine", shown="nothing")
def _(t):
    client = t.service.clients["machine"]
    if client.auth == "basic":
        t.token({"grant_type": "client_credentials"}, "machine", auth="nothing",
                options=[command.option("-u", f"{client.id}:{client.secret[:-3]}xyz")])
    else:
        t.token({"grant_type": "client_credentials", "client_secret": client.secret[:-3] + "xyz"}, "machine")


@fault("client-unknown", "a client that nobody registered", "oauth/invalid-client", "code", shown="nothing")
def _(t):
    client = t.service.clients["web"]
    if client.auth == "basic":
        t.exchange(t.code(hidden=True), auth="nothing", options=[command.option("-u", f"orders-wbe:{client.secret}")])
    else:
        t.exchange(t.code(hidden=True), auth="nothing", client_id="orders-wbe", client_secret=client.secret)


@fault("id-and-secret-swapped", "id and secret in each other's place", "oauth/invalid-client", "machine", shown="nothing")
def _(t):
    client = t.service.clients["machine"]
    t.token({"grant_type": "client_credentials"}, "machine", auth="nothing",
            options=[command.option("-u", f"{client.secret}:{client.id}")])


@fault("secret-missing", "a confidential client without its secret", "oauth/missing-client-secret", "code")
def _(t):
    t.exchange(t.code(), auth="none")


@fault("secret-name", "clientSecret, as the variable is called", "oauth/misspelled-parameter", "code secret-in-body")
def _(t):
    client = t.service.clients["web"]
    t.exchange(t.code(), auth="none", clientSecret=client.secret)


@fault("secret-missing-refresh", "a confidential client refreshes without its secret", "oauth/missing-client-secret", "refresh")
def _(t):
    t.refresh(t.tokens()["refresh_token"], auth="none")


@fault("secret-of-another-client", "the secret of another client", "oauth/invalid-client", "code other", shown="nothing")
def _(t):
    web, other = t.service.clients["web"], t.service.clients["other"]
    t.exchange(t.code(), auth="nothing", options=[command.option("-u", f"{web.id}:{other.secret}")])


@fault("two-authentications", "the secret by Basic and in the body", "oauth/two-client-authentications", "code")
def _(t):
    t.exchange(t.code(), auth="both")


@fault("basic-not-base64", "id:secret as they are behind Basic", "http/basic-not-base64", "machine")
def _(t):
    client = t.service.clients["machine"]
    t.token({"grant_type": "client_credentials"}, "machine", auth="nothing",
            options=[command.option("-H", f"Authorization: Basic {client.id}:{client.secret}")])


@fault("basic-no-colon", "only the secret in base64 behind Basic", "http/basic-not-base64", "machine")
def _(t):
    secret = base64.b64encode(t.service.clients["machine"].secret.encode()).decode()
    t.token({"grant_type": "client_credentials"}, "machine", auth="nothing",
            options=[command.option("-H", f"Authorization: Basic {secret}")])


@fault("basic-newline", "a line break inside the base64 (echo without -n)", "oauth/stray-whitespace", "machine")
def _(t):
    client = t.service.clients["machine"]
    credentials = base64.b64encode(f"{client.id}:{client.secret}\n".encode()).decode()
    t.token({"grant_type": "client_credentials"}, "machine", auth="nothing",
            options=[command.option("-H", f"Authorization: Basic {credentials}")])


@fault("machine-public", "client_credentials by a public client", "oauth/public-client-credentials", "public machine")
def _(t):
    t.token({"grant_type": "client_credentials"}, "public")


@fault("grant-not-allowed", "client_credentials by a client registered for codes alone", "oauth/grant-not-allowed", "machine", shown="words")
def _(t):
    t.token({"grant_type": "client_credentials"}, "web")


@fault("grant-not-allowed-machine", "a code exchanged by a client registered for client_credentials alone",
       "oauth/grant-not-allowed", "machine code grants-said", shown="words")
def _(t):
    t.exchange(t.code(hidden=True), "machine", redirect_uri=t.service.clients["web"].redirect)


@fault("secret-quoted", "the secret with its quotation marks", "oauth/quoted-value", "secret-in-body code")
def _(t):
    t.exchange(t.code(hidden=True), client_secret=f'"{t.service.clients["web"].secret}"')


@fault("scope-unknown", "a scope the service does not have", "oauth/unknown-scope", "machine scope-checked")
def _(t):
    t.token({"grant_type": "client_credentials", "scope": "orders.delete"}, "machine")


@fault("scope-unknown-authorize", "a scope the service does not have, asked for by a person", "oauth/unknown-scope",
       "code scope-checked")
def _(t):
    t.authorize(scope="openid orders.reed" if "openid" in t.service.scope else "orders.reed")


@fault("scope-commas", "scopes with a comma between them", "oauth/scope-separator", "code scope-checked")
def _(t):
    t.authorize(scope=t.service.scope.replace(" ", ","))


@fault("scope-commas-machine", "scopes with a comma between them, at the token endpoint", "oauth/scope-separator",
       "machine scope-checked")
def _(t):
    t.token({"grant_type": "client_credentials", "scope": "orders.read,orders.write"}, "machine")


@fault("scope-plus", "the + between scopes encoded, so that it is one word", "oauth/scope-separator", "code scope-checked")
def _(t):
    t.authorize(scope=t.service.scope.replace(" ", "+"))


@fault("scope-run-together", "scopes with nothing between them", "oauth/unknown-scope", "machine scope-checked")
def _(t):
    t.token({"grant_type": "client_credentials", "scope": "orders.readorders.write"}, "machine")


def assertion(t, **header):
    """A JWT by which a client proves itself; nobody knows the key."""
    now = int(time.time())
    claims = {"iss": t.service.clients["machine"].id, "sub": t.service.clients["machine"].id,
              "aud": t.service.url + t.service.token, "iat": now, "exp": now + 300, "jti": "j-51c7"}
    return command.jwt({"alg": "RS256", "typ": "JWT"} | header, claims)


@fault("assertion-type-short", "client_assertion_type=jwt-bearer", "oauth/wrong-assertion-type", "machine")
def _(t):
    t.token({"grant_type": "client_credentials", "client_assertion_type": "jwt-bearer", "client_assertion": assertion(t)},
            "machine", auth="nothing")


@fault("assertion-type-missing", "a client_assertion without its type", "oauth/wrong-assertion-type", "machine")
def _(t):
    t.token({"grant_type": "client_credentials", "client_assertion": assertion(t)}, "machine", auth="nothing")
