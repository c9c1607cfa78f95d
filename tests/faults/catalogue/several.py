"""Several mistakes at once: the one that the server met first is the cause of what it said."""

import json

from bench import command

from . import fault


def met(t, *errors):
    """Goes on only where the server says that it met the first of the mistakes."""
    if t.body().get("error") not in errors:
        raise RuntimeError(f"met another one: {t.output[-80:]}")


@fault("several-grant-type-redirect", "a misspelt grant type, and no redirect_uri", "oauth/misspelled-grant-type", "code")
def _(t):
    t.exchange(t.code(), grant_type="authorisation_code", redirect_uri=None)
    met(t, "unsupported_grant_type")


@fault("several-json-code-twice", "JSON for a form, with a code that was exchanged before", "oauth/token-request-not-form", "code")
def _(t):
    as_json = lambda params: [command.option("-H", "Content-Type: application/json"), command.option("-d", json.dumps(dict(params)))]
    t.exchange(t.code(hidden=True), send=as_json, hidden=True)
    if "access_token" in t.body():
        raise RuntimeError("this server takes JSON")
    code = t.code()
    t.exchange(code)
    t.exchange(code, send=as_json)


@fault("several-secret-redirect", "no secret, and another redirect_uri", "oauth/missing-client-secret", "code")
def _(t):
    t.exchange(t.code(), auth="none", redirect_uri=t.service.clients["web"].other_redirect)
    met(t, "invalid_client", "unauthorized_client")


@fault("several-name-code-cut", "clientSecret for client_secret, and a code that is cut off", "oauth/misspelled-parameter",
       "code secret-in-body")
def _(t):
    t.exchange(t.code()[:-5], auth="none", clientSecret=t.service.clients["web"].secret)
    met(t, "invalid_client", "unauthorized_client")


@fault("several-code-twice-verifier", "a code that was exchanged before, without its verifier", "oauth/code-reused oauth/pkce-verifier-missing",
       "pkce")
def _(t):
    code = t.code("public")
    t.exchange(code, "public")
    t.exchange(code, "public", code_verifier=None)


@fault("several-grant-type-refresh-cut", "refreshToken for refresh_token, and a token that is cut off", "oauth/misspelled-grant-type",
       "refresh")
def _(t):
    t.refresh(t.tokens()["refresh_token"][:-6], grant_type="refreshToken")
    met(t, "unsupported_grant_type")


@fault("several-scheme-cut", "Token for Bearer, and a token that is cut off", "http/malformed-authorization", "code")
def _(t):
    t.call(header=f"Authorization: Token {t.tokens()['access_token'][:-4]}")


@fault("several-header-cut", "Authorisation for Authorization, and a token that is cut off", "http/misspelled-header", "code")
def _(t):
    t.call(header=f"Authorisation: Bearer {t.tokens()['access_token'][:-4]}")


@fault("several-get-code", "GET with everything in the address, and a code that was exchanged before", "oauth/token-request-not-post",
       "code")
def _(t):
    code = t.code()
    t.exchange(code)
    t.exchange(code, send=lambda params: ["-G", *command.form(params, 0)])
    if t.last.status not in (404, 405):
        raise RuntimeError("this server takes a GET")
