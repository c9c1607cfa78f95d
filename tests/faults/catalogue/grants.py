"""Mistakes with codes and refresh tokens."""

import time

from bench import command
from bench.command import Raw

from . import fault


def another(token, tail="Xq"):
    """A token that differs in its last characters."""
    return token[:-2] + (tail if not token.endswith(tail) else "Zr")


@fault("redirect-missing", "the exchange without redirect_uri", "oauth/missing-redirect-uri", "code redirect-compared")
def _(t):
    t.exchange(t.code(), redirect_uri=None)


@fault("redirect-missing-alone", "the exchange without redirect_uri; the first step is not shown",
       "oauth/missing-redirect-uri", "code redirect-compared", shown="nothing")
def _(t):
    t.exchange(t.code(hidden=True), redirect_uri=None)


@fault("redirect-slash", "a slash more than in the first step", "oauth/redirect-uri-mismatch", "code redirect-compared")
def _(t):
    t.exchange(t.code(), redirect_uri=t.service.clients["web"].redirect + "/")


@fault("redirect-other", "the other registered redirect URI", "oauth/redirect-uri-mismatch", "code redirect-compared")
def _(t):
    t.exchange(t.code(), redirect_uri=t.service.clients["web"].other_redirect)


@fault("redirect-other-alone", "the other registered redirect URI; the first step is not shown",
       "oauth/redirect-uri-mismatch", "code redirect-compared", shown="nothing")
def _(t):
    t.exchange(t.code(hidden=True), redirect_uri=t.service.clients["web"].other_redirect)


@fault("code-twice", "the same code exchanged twice", "oauth/code-reused", "code")
def _(t):
    code = t.code()
    t.exchange(code)
    t.exchange(code)


@fault("code-twice-alone", "a code that was exchanged before; only the second exchange is shown", "oauth/code-reused", "code",
       shown="nothing")
def _(t):
    code = t.code(hidden=True)
    t.exchange(code, hidden=True)
    t.exchange(code)


@fault("code-cut", "the last characters of the code are missing", "oauth/code-altered", "code")
def _(t):
    t.exchange(t.code()[:-5])


@fault("code-cut-alone", "the last characters of the code are missing; the callback is not shown", "oauth/code-altered", "code",
       shown="nothing")
def _(t):
    t.exchange(t.code(hidden=True)[:-5])


@fault("code-with-state", "&state= was copied along with the code", "oauth/code-altered", "code")
def _(t):
    code = t.code()
    t.exchange(Raw(command.quote(f"{code}&state={t.callback.get('state', 'x')}", safe="")))


@fault("code-with-fragment", "#_=_ was copied along with the code", "oauth/code-altered", "code")
def _(t):
    t.exchange(Raw(command.quote(t.code(hidden=True) + "#_=_", safe="")))


@fault("code-whole-address", "the whole callback address for the code", "oauth/code-altered", "code")
def _(t):
    code = t.code()
    t.exchange(f"{t.service.clients['web'].redirect}?code={code}")


@fault("code-of-another-client", "the code of another client", "oauth/issued-to-another-client", "code other")
def _(t):
    t.exchange(t.code(), "other")


@fault("code-of-another-client-alone", "the code of another client; the first step is not shown",
       "oauth/issued-to-another-client", "code other", shown="nothing")
def _(t):
    t.exchange(t.code(hidden=True), "other")


@fault("code-expired", "a code that lived 2 s, after 3 s", "oauth/code-expired", "brief", shown="nothing")
def _(t):
    code = t.code("brief")
    time.sleep(3.2)
    t.exchange(code, "brief")


@fault("code-expired-alone", "a code that lived 2 s, after 3 s; the first step is not shown", "oauth/code-expired", "brief",
       shown="nothing")
def _(t):
    code = t.code("brief", hidden=True)
    time.sleep(3.2)
    t.exchange(code, "brief")


@fault("code-invented", "a code that was never issued", "oauth/code-altered", "code", shown="nothing")
def _(t):
    t.exchange(another("nXw5Rk2ZtVq8LmYc4Hs7"))


@fault("access-token-as-code", "the access token in place of the code", "oauth/wrong-token-kind", "code")
def _(t):
    t.exchange(t.tokens()["access_token"])


@fault("refresh-twice", "a refresh token used again after it was replaced", "oauth/refresh-token-reused", "rotation")
def _(t):
    token = t.tokens()["refresh_token"]
    t.refresh(token)
    t.refresh(token)


@fault("refresh-twice-alone", "a refresh token used again after it was replaced; only the second use is shown",
       "oauth/refresh-token-reused", "rotation", shown="nothing")
def _(t):
    token = t.tokens(hidden=True)["refresh_token"]
    t.refresh(token, hidden=True)
    t.refresh(token)


@fault("refresh-cut", "the last characters of the refresh token are missing", "oauth/token-altered", "refresh")
def _(t):
    t.refresh(t.tokens()["refresh_token"][:-6])


@fault("refresh-of-another-client", "the refresh token of another client", "oauth/issued-to-another-client", "refresh other")
def _(t):
    t.refresh(t.tokens()["refresh_token"], "other")


@fault("refresh-with-access-token", "the access token in place of the refresh token", "oauth/wrong-token-kind", "refresh")
def _(t):
    t.refresh(t.tokens()["access_token"])


@fault("refresh-with-code", "the code in place of the refresh token", "oauth/wrong-token-kind", "refresh")
def _(t):
    t.refresh(t.code())


@fault("refresh-asks-more", "a refresh that asks for a scope that was not granted", "oauth/scope-exceeds-grant", "refresh scopes")
def _(t):
    token = t.tokens(scope=t.service.scope.replace(" orders.write", ""))["refresh_token"]
    t.refresh(token, scope="orders.read orders.write")


@fault("refresh-expired", "a refresh token that lived 2 s, after 3 s", "oauth/refresh-token-expired", "brief refresh brief-refresh",
       shown="nothing")
def _(t):
    token = t.tokens("brief")["refresh_token"]
    time.sleep(3.2)
    t.refresh(token, "brief")


@fault("refresh-revoked", "a refresh token that was revoked", "oauth/token-revoked", "refresh revoke")
def _(t):
    token = t.tokens()["refresh_token"]
    t.token({"token": token}, path=t.service.revoke)
    t.refresh(token)


@fault("password-wrong", "a wrong password", "oauth/wrong-user-credentials", "password", shown="words")
def _(t):
    t.token({"grant_type": "password", "username": "alice", "password": "wrong-horse-7", "scope": t.service.scope})


@fault("redirect-query", "a query behind the redirect URI that the first step did not have", "oauth/redirect-uri-mismatch",
       "code redirect-compared")
def _(t):
    t.exchange(t.code(), redirect_uri=t.service.clients["web"].redirect + "?from=login")


@fault("redirect-case", "the path of the redirect URI in capitals", "oauth/redirect-uri-mismatch", "code redirect-compared")
def _(t):
    t.exchange(t.code(), redirect_uri=t.service.clients["web"].redirect.replace("/cb", "/CB"))


@fault("refresh-quoted", "the refresh token with its quotation marks", "oauth/quoted-value", "refresh")
def _(t):
    t.refresh(Raw(f'"{t.tokens()["refresh_token"]}"'))
