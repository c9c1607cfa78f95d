"""Mistakes in how a token request is written."""

import json

from bench import command
from bench.command import Raw

from . import fault


@fault("grant-type-british", "authorization_code in the British spelling", "oauth/misspelled-grant-type", "code")
def _(t):
    t.exchange(t.code(), grant_type="authorisation_code")


@fault("grant-type-hyphen", "a hyphen where the underscore belongs", "oauth/misspelled-grant-type", "machine")
def _(t):
    t.token({"grant_type": "client-credentials", "scope": t.service.scope}, "machine")


@fault("grant-type-camel", "refreshToken, as the variable is called", "oauth/misspelled-grant-type", "refresh")
def _(t):
    t.refresh(t.tokens()["refresh_token"], grant_type="refreshToken")


@fault("grant-type-letter-missing", "a letter is missing", "oauth/misspelled-grant-type", "code")
def _(t):
    t.exchange(t.code(hidden=True), grant_type="authorization_cod")


@fault("grant-type-implicit", "grant_type=implicit, which no token endpoint knows", "oauth/unknown-grant-type", "code")
def _(t):
    t.exchange(t.code(), grant_type="implicit")


@fault("grant-type-code", "grant_type=code: the response type in its place", "oauth/unknown-grant-type", "code")
def _(t):
    t.exchange(t.code(hidden=True), grant_type="code")


@fault("grant-type-missing", "no grant_type", "oauth/missing-grant-type", "code")
def _(t):
    t.exchange(t.code(), grant_type=None)


@fault("grant-type-missing-refresh", "no grant_type beside the refresh token", "oauth/missing-grant-type", "refresh")
def _(t):
    t.refresh(t.tokens(hidden=True)["refresh_token"], grant_type=None)


@fault("parameter-granttype", "granttype for grant_type", "oauth/misspelled-parameter", "code")
def _(t):
    t.exchange(t.code(), grant_type=None, granttype="authorization_code")


@fault("parameter-capitals", "Grant_Type: names are compared letter by letter", "oauth/misspelled-parameter", "machine")
def _(t):
    t.token({"Grant_Type": "client_credentials"}, "machine")


@fault("parameter-redirect-url", "redirect_url for redirect_uri", "oauth/misspelled-parameter", "code redirect-compared")
def _(t):
    t.exchange(t.code(), redirect_uri=None, redirect_url=t.service.clients["web"].redirect)


@fault("parameter-client-id", "clientId for client_id", "oauth/misspelled-parameter", "public")
def _(t):
    t.exchange(t.code("public"), "public", auth="nothing", clientId=t.service.clients["public"].id)


@fault("parameter-refreshtoken", "refreshtoken for refresh_token", "oauth/misspelled-parameter", "refresh")
def _(t):
    t.refresh(None, refreshtoken=t.tokens()["refresh_token"])


@fault("parameter-twice", "redirect_uri twice, with two values", "oauth/repeated-parameter", "code")
def _(t):
    client = t.service.clients["web"]
    twice = lambda params: command.form([*params, ("redirect_uri", client.other_redirect)], t.spelling)
    t.exchange(t.code(), send=twice)


@fault("grant-type-twice", "grant_type twice", "oauth/repeated-parameter", "code")
def _(t):
    twice = lambda params: command.form([*params, ("grant_type", "refresh_token")], t.spelling)
    t.exchange(t.code(), send=twice)


@fault("body-json", "a JSON body", "oauth/token-request-not-form", "code")
def _(t):
    t.exchange(t.code(), send=lambda params: [
        command.option("-H", "Content-Type: application/json"), command.option("-d", json.dumps(dict(params)))])


@fault("body-json-option", "curl --json", "oauth/token-request-not-form", "machine")
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine", send=lambda params: [
        command.option("--json", json.dumps(dict(params)))])


@fault("body-json-as-form", "JSON under the Content-Type of a form", "oauth/token-request-not-form", "refresh")
def _(t):
    t.refresh(t.tokens(hidden=True)["refresh_token"], send=lambda params: [command.option("-d", json.dumps(dict(params)))])


@fault("body-multipart", "a multipart body (-F)", "oauth/token-request-not-form", "code")
def _(t):
    t.exchange(t.code(), send=lambda params: [command.option("-F", "=".join(param)) for param in params])


@fault("body-text", "a form under Content-Type: text/plain", "oauth/token-request-not-form", "machine")
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine",
            send=lambda params: [command.option("-H", "Content-Type: text/plain"), *command.form(params, 1)])


@fault("form-named-json", "a form under Content-Type: application/json", "oauth/token-request-not-form", "code")
def _(t):
    t.exchange(t.code(hidden=True),
               send=lambda params: [command.option("-H", "Content-Type: application/json"), *command.form(params, 0)])


@fault("method-get", "the parameters by GET (-G)", "oauth/token-request-not-post", "code")
def _(t):
    t.exchange(t.code(), send=lambda params: ["-G", *command.form(params, 0)])


@fault("method-get-address", "the token request as an address, as in a browser", "oauth/token-request-not-post", "machine")
def _(t):
    client = t.service.clients["machine"]
    params = {"grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret}
    t.curl(f"{t.service.url}{t.service.token}?{command.query(params.items())}")


@fault("method-put", "PUT", "oauth/token-request-not-post", "code")
def _(t):
    t.exchange(t.code(hidden=True), send=lambda params: ["-X PUT", *command.form(params, 0)])


@fault("method-lost", "http:// and -L: the redirect turns the POST into a GET", "oauth/token-request-not-post", "machine")
def _(t):
    t.look = "include"
    t.token({"grant_type": "client_credentials"}, "machine", send=lambda params: ["-L", *command.form(params, 0)],
            url=f"http://{t.service.host}{t.service.token}")


@fault("parameters-in-query", "POST with everything in the address", "oauth/parameters-in-query", "code")
def _(t):
    code = t.code()
    client = t.service.clients["web"]
    params = {"grant_type": "authorization_code", "code": code, "redirect_uri": client.redirect}
    credentials, extra = client.authenticate(client.auth)
    t.curl(f"{t.service.url}{t.service.token}?{command.query({**params, **extra}.items())}", "-X POST", *credentials)


@fault("grant-type-in-query", "grant_type in the address, the rest in the body", "oauth/parameters-in-query", "code")
def _(t):
    t.exchange(t.code(), grant_type=None, path=t.service.token + "?grant_type=authorization_code")


@fault("code-missing", "no code", "oauth/missing-parameter", "code")
def _(t):
    t.code()
    t.exchange(None)


@fault("client-id-missing", "a public client without client_id", "oauth/missing-parameter", "public")
def _(t):
    t.exchange(t.code("public"), "public", auth="nothing")


@fault("refresh-token-missing", "no refresh_token", "oauth/missing-parameter", "refresh")
def _(t):
    t.refresh(None)


@fault("username-missing", "the password grant without username", "oauth/missing-parameter", "password")
def _(t):
    t.token({"grant_type": "password", "password": "correct-horse-7"})


@fault("code-empty", "code= with nothing behind it", "oauth/missing-parameter", "code")
def _(t):
    t.exchange("")


@fault("grant-type-quoted", "quotation marks inside the shell's quotes", "oauth/quoted-value", "machine")
def _(t):
    t.token({"grant_type": Raw('"client_credentials"')}, "machine")


@fault("code-quoted", "the code with its quotation marks", "oauth/quoted-value", "code")
def _(t):
    t.exchange(Raw(f'"{t.code()}"'))


@fault("grant-type-blank", "a blank before the value", "oauth/stray-whitespace", "machine")
def _(t):
    t.token({"grant_type": Raw(" client_credentials")}, "machine")


@fault("code-newline", "a line break behind the code", "oauth/stray-whitespace", "code")
def _(t):
    t.exchange(Raw(t.code() + "%0A"))


@fault("secret-newline", "a line break behind the secret, from a file", "oauth/stray-whitespace", "code secret-in-body")
def _(t):
    client = t.service.clients["web"]
    t.exchange(t.code(), auth="nothing", client_id=client.id, client_secret=Raw(client.secret + "%0A"))


@fault("redirect-encoded-twice", "redirect_uri percent-encoded twice", "oauth/double-encoded-value", "code redirect-compared")
def _(t):
    twice = command.quote(command.quote(t.service.clients["web"].redirect, safe=""), safe="")
    t.exchange(t.code(), redirect_uri=Raw(twice))


@fault("secret-plus", "a raw + and % in the secret", "oauth/unescaped-value", "odd-secret")
def _(t):
    client = t.service.clients["odd"]
    if client.auth == "basic":
        raise RuntimeError("this server reads no secret in a body")
    t.token({"grant_type": "client_credentials", "client_id": client.id, "client_secret": Raw(client.secret)}, "odd",
            auth="nothing")


@fault("secret-plus-basic", "+ and % in a secret that Basic sends as it is, where the server decodes it", "oauth/unescaped-value",
       "odd-secret")
def _(t):
    t.token({"grant_type": "client_credentials"}, "odd", auth="basic")


@fault("grant-type-upper", "AUTHORIZATION_CODE, as the constant is called", "oauth/misspelled-grant-type", "code")
def _(t):
    t.exchange(t.code(), grant_type="AUTHORIZATION_CODE")


@fault("post-nothing", "a POST without a body", "oauth/missing-grant-type", "machine")
def _(t):
    t.curl(t.service.url + t.service.token, "-X POST", *t.service.clients["machine"].authenticate("basic")[0])


@fault("token-preflight", "a browser's preflight that the token endpoint does not answer", "api/browser-cors", "code")
def _(t):
    t.look = "include"
    t.curl(t.service.url + t.service.token, "-X OPTIONS", command.option("-H", "Origin: https://spa.example"),
           command.option("-H", "Access-Control-Request-Method: POST"),
           command.option("-H", "Access-Control-Request-Headers: authorization"))
