"""Mistakes in calling the API."""

import time

from bench import command

from . import fault
from .grants import another


@fault("call-without-credentials", "no Authorization header", "http/missing-authorization", "code")
def _(t):
    t.tokens()
    t.call(header="")


@fault("call-bare-token", "the token without Bearer", "http/malformed-authorization", "code")
def _(t):
    t.call(header=f"Authorization: {t.tokens()['access_token']}")


@fault("call-token-scheme", "Token for Bearer", "http/malformed-authorization", "code")
def _(t):
    t.call(header=f"Authorization: Token {t.tokens(hidden=True)['access_token']}")


@fault("call-bearer-colon", "Bearer: with a colon", "http/malformed-authorization", "code")
def _(t):
    t.call(header=f"Authorization: Bearer: {t.tokens(hidden=True)['access_token']}")


@fault("call-quoted-token", "the token in quotation marks", "http/malformed-authorization", "code")
def _(t):
    t.call(header=f"Authorization: Bearer \"{t.tokens()['access_token']}\"")


@fault("call-bearer-twice", "Bearer twice", "http/malformed-authorization", "code")
def _(t):
    t.call(header=f"Authorization: Bearer Bearer {t.tokens(hidden=True)['access_token']}")


@fault("call-barer", "Barer for Bearer", "http/malformed-authorization", "code")
def _(t):
    t.call(header=f"Authorization: Barer {t.tokens(hidden=True)['access_token']}")


@fault("call-authorisation", "Authorisation in the British spelling", "http/misspelled-header", "code")
def _(t):
    t.call(header=f"Authorisation: Bearer {t.tokens()['access_token']}")


@fault("call-header-without-colon", "no colon behind Authorization", "http/misspelled-header", "code",
       har="http/missing-authorization")
def _(t):
    t.call(header=f"Authorization Bearer {t.tokens(hidden=True)['access_token']}")


@fault("call-undefined", "Bearer undefined, from a program", "http/malformed-authorization paste/variable-emptied", "code")
def _(t):
    t.call(header="Authorization: Bearer undefined")


@fault("call-token-in-query", "the token in the address, which this API does not read", "oauth/token-in-query", "header-only")
def _(t):
    token = t.tokens()["access_token"]
    t.curl(f"{t.service.url}{t.service.api}?{command.query([('access_token', token)])}")


@fault("call-basic", "Basic with user and password", "api/wrong-auth-scheme", "code challenges")
def _(t):
    t.look = "include"
    t.curl(t.service.url + t.service.api, command.option("-u", "alice@quay.example:correct-horse-7"))


@fault("call-basic-client", "Basic with the client's id and secret", "api/wrong-auth-scheme", "code challenges")
def _(t):
    t.look = "include"
    client = t.service.clients["web"]
    t.curl(t.service.url + t.service.api, command.option("-u", f"{client.id}:{client.secret}"))


@fault("call-with-refresh-token", "the refresh token for the access token", "oauth/wrong-token-kind", "refresh")
def _(t):
    t.call(t.tokens()["refresh_token"])


@fault("call-with-code", "the code for the access token", "oauth/wrong-token-kind", "code")
def _(t):
    t.call(t.code())


@fault("call-with-id-token", "the ID token for the access token", "oauth/wrong-token-kind", "oidc")
def _(t):
    t.call(t.tokens()["id_token"])


@fault("call-with-secret", "the client's secret for the access token", "oauth/wrong-token-kind", "code secret-in-body")
def _(t):
    t.tokens()
    t.call(t.service.clients["web"].secret)


@fault("call-with-id-token-alone", "the ID token for the access token; where it came from is not shown",
       "oauth/id-token-as-access-token", "oidc")
def _(t):
    t.call(t.tokens(hidden=True, nonce="n-4f1c")["id_token"])


@fault("call-unsigned", "a JWT of one's own without a signature", "oauth/unsigned-token", "code")
def _(t):
    now = int(time.time())
    t.call(command.jwt({"alg": "none", "typ": "JWT"}, {"iss": t.service.url, "sub": "alice", "iat": now, "exp": now + 300}))


@fault("call-cut-token", "the last characters of the token are missing", "oauth/token-altered", "code")
def _(t):
    t.call(t.tokens()["access_token"][:-4])


@fault("call-cut-token-alone", "the last characters of the token are missing; where it came from is not shown",
       "oauth/token-altered", "code", shown="nothing")
def _(t):
    t.call(t.tokens(hidden=True)["access_token"][:-4])


@fault("call-expired", "a token that lived 2 s, after 3 s", "oauth/token-expired", "brief", shown="nothing", har_shown="request")
def _(t):
    token = t.tokens("brief")["access_token"]
    time.sleep(3.2)
    t.call(token)


@fault("call-expired-dates", "a token that lived 2 s, after 3 s, with the dates of the answers", "oauth/token-expired", "brief")
def _(t):
    t.look = "include"
    token = t.tokens("brief")["access_token"]
    time.sleep(3.2)
    t.call(token)


@fault("call-expired-alone", "a token that lived 2 s, after 3 s; where it came from is not shown", "oauth/token-expired",
       "brief", shown="nothing")
def _(t):
    token = t.tokens("brief", hidden=True)["access_token"]
    time.sleep(3.2)
    t.call(token)


@fault("call-revoked", "a token that was revoked", "oauth/token-revoked", "revoke")
def _(t):
    token = t.tokens()["access_token"]
    t.token({"token": token}, path=t.service.revoke)
    t.call(token)


@fault("call-revoked-by-reuse", "a token whose code was exchanged twice", "oauth/token-revoked", "reuse-revokes")
def _(t):
    code = t.code()
    token = t.exchange(code)["access_token"]
    t.exchange(code, hidden=False)
    t.call(token)


@fault("call-invented-token", "a token that was never issued", "api/unauthorized api/forbidden", "code", shown="nothing")
def _(t):
    t.call(another("Lw6RtZq9XnVb3KmYc8Hs5Gd2"))


@fault("call-lacks-scope", "a token without the scope of the call", "api/missing-scope", "scopes api-write scope-said")
def _(t):
    t.look = "include"  # a header says it
    token = t.tokens(scope=t.service.scope.replace(" orders.write", ""))["access_token"]
    t.call(token, "-X POST", path=t.service.api_write)


@fault("call-lacks-scope-alone", "a token without the scope of the call; where it came from is not shown",
       "api/missing-scope", "scopes api-write", shown="nothing")
def _(t):
    token = t.tokens(scope=t.service.scope.replace(" orders.write", ""), hidden=True)["access_token"]
    t.call(token, "-X POST", path=t.service.api_write)


@fault("call-method", "a method the address does not take", "api/wrong-method", "code", shown="words", only="authlib django")
def _(t):
    t.call(t.tokens(hidden=True)["access_token"], "-X DELETE")


@fault("token-path", "a token path the service does not have", "api/unknown-path", "machine", shown="nothing")
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine", path=t.service.token.rstrip("/") + "s")


@fault("call-another-issuer", "the token of another service", "oauth/token-of-another-issuer", "code elsewhere")
def _(t):
    t.call(t.service.foreign(t))


@fault("call-preflight", "a browser's preflight that the service does not answer", "api/browser-cors", "code")
def _(t):
    t.look = "include"
    t.curl(t.service.url + t.service.api, "-X OPTIONS", command.option("-H", "Origin: https://spa.example"),
           command.option("-H", "Access-Control-Request-Method: GET"),
           command.option("-H", "Access-Control-Request-Headers: authorization"))


@fault("introspect-without-client", "introspection without credentials", "http/missing-authorization oauth/missing-client-secret", "introspect")
def _(t):
    t.token({"token": t.tokens()["access_token"]}, auth="nothing", path=t.service.introspect)


@fault("introspect-without-token", "introspection of nothing", "oauth/missing-parameter", "introspect")
def _(t):
    t.token({"token_type_hint": "access_token"}, path=t.service.introspect)


@fault("introspect-get", "introspection by GET", "api/wrong-method", "introspect")
def _(t):
    token = t.tokens()["access_token"]
    t.token({"token": token}, path=t.service.introspect, send=lambda params: ["-G", *command.form(params, 0)])


@fault("revoke-without-token", "revocation of nothing", "oauth/missing-parameter", "revoke")
def _(t):
    if t.service.revoke == t.service.token:
        raise RuntimeError("without a token it is no revocation there")
    t.token({"token_type_hint": "refresh_token"}, path=t.service.revoke)


@fault("revoke-json", "revocation with a JSON body", "oauth/token-request-not-form", "revoke")
def _(t):
    import json
    t.token({"token": t.tokens()["access_token"]}, path=t.service.revoke, send=lambda params: [
        command.option("-H", "Content-Type: application/json"), command.option("-d", json.dumps(dict(params)))])


@fault("revoke-wrong-secret", "revocation with a wrong secret", "oauth/invalid-client", "revoke", shown="nothing")
def _(t):
    client = t.service.clients["web"]
    t.token({"token": t.tokens()["access_token"]}, auth="nothing", path=t.service.revoke,
            options=[command.option("-u", f"{client.id}:{client.secret[:-3]}abc")])
