"""Mistakes in asking for a code, and with PKCE."""

import base64
import hashlib

from bench import command
from bench.command import Raw

from . import fault


@fault("response-type-missing", "no response_type", "oauth/missing-parameter", "code")
def _(t):
    t.authorize(response_type=None)


@fault("response-type-unknown", "response_type=authorization_code", "oauth/unknown-response-type", "code")
def _(t):
    t.authorize(response_type="authorization_code")


@fault("response-type-capital", "response_type=Code", "oauth/unknown-response-type", "code")
def _(t):
    t.authorize(response_type="Code")


@fault("authorize-client-missing", "no client_id", "oauth/missing-parameter", "code")
def _(t):
    t.authorize(client_id=None)


@fault("authorize-client-unknown", "a client that nobody registered", "oauth/invalid-client", "code", shown="nothing")
def _(t):
    t.authorize(client_id="orders-wbe")


@fault("authorize-clientid", "clientid for client_id", "oauth/misspelled-parameter", "code")
def _(t):
    t.authorize(client_id=None, clientid=t.service.clients["web"].id)


@fault("authorize-response-type-name", "responsetype for response_type", "oauth/misspelled-parameter", "code")
def _(t):
    t.authorize(response_type=None, responsetype="code")


@fault("redirect-unregistered", "a redirect URI that is not registered", "oauth/unregistered-redirect-uri", "code",
       shown="words")
def _(t):
    t.authorize(redirect_uri="https://app.example/oauth/done")


@fault("redirect-unregistered-slash", "a slash more than was registered", "oauth/unregistered-redirect-uri", "code",
       shown="words")
def _(t):
    t.authorize(redirect_uri=t.service.clients["web"].redirect + "/")


@fault("redirect-relative", "a redirect URI without scheme and host", "oauth/insecure-redirect-uri", "code")
def _(t):
    t.authorize(redirect_uri="/cb")


@fault("redirect-fragment", "a redirect URI with a fragment", "oauth/insecure-redirect-uri", "code")
def _(t):
    t.authorize(redirect_uri=t.service.clients["web"].redirect + "#done")


@fault("redirect-http", "http where https was registered", "oauth/insecure-redirect-uri", "code")
def _(t):
    t.authorize(redirect_uri=t.service.clients["web"].redirect.replace("https:", "http:"))


@fault("authorize-encoded-twice", "redirect_uri percent-encoded twice", "oauth/double-encoded-value", "code")
def _(t):
    twice = command.quote(command.quote(t.service.clients["web"].redirect, safe=""), safe="")
    t.authorize(redirect_uri=Raw(twice))


@fault("authorize-by-token-endpoint", "the authorization request sent to the token endpoint", "oauth/wrong-endpoint", "code")
def _(t):
    t.authorize(path=t.service.token)


@fault("token-by-authorize-endpoint", "the token request sent to the authorization endpoint", "oauth/wrong-endpoint", "code")
def _(t):
    t.exchange(t.code(), path=t.service.authorize)


@fault("refresh-by-authorize-endpoint", "a refresh sent to the authorization endpoint", "oauth/wrong-endpoint", "refresh")
def _(t):
    t.refresh(t.tokens(hidden=True)["refresh_token"], path=t.service.authorize)


@fault("exchange-at-revocation", "the code sent to the revocation endpoint", "oauth/wrong-endpoint", "code revoke")
def _(t):
    t.exchange(t.code(), path=t.service.revoke)


@fault("consent-denied", "alice presses Deny", "oauth/consent-refused", "deny", shown="words")
def _(t):
    t.service.deny(t)


@fault("pkce-missing", "a public client without code_challenge", "oauth/pkce-missing", "pkce", shown="words")
def _(t):
    t.authorize("public", code_challenge=None, code_challenge_method=None)


@fault("pkce-method-s256", "code_challenge_method=s256", "oauth/pkce-malformed", "pkce")
def _(t):
    t.authorize("public", code_challenge_method="s256")


@fault("pkce-method-sha256", "code_challenge_method=SHA256", "oauth/pkce-malformed", "pkce")
def _(t):
    t.authorize("public", code_challenge_method="SHA256")


@fault("pkce-challenge-short", "a code_challenge that is cut off", "oauth/pkce-malformed", "pkce pkce-form")
def _(t):
    t.authorize("public", code_challenge=t.service.challenge["code_challenge"][:30])


@fault("pkce-challenge-base64", "a code_challenge in base64 instead of base64url", "oauth/pkce-malformed", "pkce pkce-form")
def _(t):
    digest = base64.b64encode(hashlib.sha256(b"wQ8-another-verifier-that-gives-a-plus-or-slash-9").digest()).decode()
    t.authorize("public", code_challenge=digest)


@fault("pkce-verifier-missing", "no code_verifier", "oauth/pkce-verifier-missing", "pkce")
def _(t):
    t.exchange(t.code("public"), "public", code_verifier=None)


@fault("pkce-verifier-missing-alone", "no code_verifier; the first step is not shown", "oauth/pkce-verifier-missing", "pkce",
       shown="nothing")
def _(t):
    t.exchange(t.code("public", hidden=True), "public", code_verifier=None)


@fault("pkce-mismatch", "the verifier of another attempt", "oauth/pkce-verifier-mismatch", "pkce")
def _(t):
    t.exchange(t.code("public"), "public", code_verifier="R7wUe-2nXz_Kd5Lq9TbVm4YcHs8GpJ3fNa6Zr1Qt0Eo")


@fault("pkce-mismatch-alone", "the verifier of another attempt; the first step is not shown", "oauth/pkce-verifier-mismatch",
       "pkce", shown="nothing")
def _(t):
    t.exchange(t.code("public", hidden=True), "public", code_verifier="R7wUe-2nXz_Kd5Lq9TbVm4YcHs8GpJ3fNa6Zr1Qt0Eo")


@fault("pkce-challenge-sent", "the challenge sent as verifier", "oauth/pkce-verifier-mismatch", "pkce")
def _(t):
    t.exchange(t.code("public"), "public", code_verifier=t.service.challenge["code_challenge"])


@fault("pkce-plain-for-s256", "the verifier itself as an S256 challenge", "oauth/pkce-verifier-mismatch", "pkce")
def _(t):
    t.exchange(t.code("public", code_challenge=t.service.verifier), "public")


@fault("pkce-verifier-short", "a verifier of 20 characters, rightly hashed", "oauth/pkce-malformed", "pkce")
def _(t):
    short = t.service.verifier[:20]
    digest = base64.urlsafe_b64encode(hashlib.sha256(short.encode()).digest()).decode().rstrip("=")
    t.exchange(t.code("public", code_challenge=digest), "public", code_verifier=short)


@fault("pkce-verifier-unasked", "a verifier for a code asked for without a challenge", "oauth/pkce-verifier-mismatch", "code")
def _(t):
    if t.service.wants_pkce("web"):
        raise RuntimeError("every flow of this client carries PKCE")
    t.exchange(t.code(), code_verifier=t.service.verifier)


@fault("authorize-prompt-none", "prompt=none without a signed-in user", "oauth/interaction-required", "oidc", shown="words")
def _(t):
    client = t.service.clients["web"]
    params = {"response_type": "code", "client_id": client.id, "redirect_uri": client.redirect, "scope": t.service.scope,
              "state": "st-none-71", "prompt": "none"}
    params |= t.service.challenge if t.service.wants_pkce("web") else {}
    t.curl(f"{t.service.url}{t.service.authorize}?{command.query(params.items())}", look="include")


@fault("response-mode-unknown", "response_mode=clipboard", "oauth/wrong-response-mode", "oidc")
def _(t):
    t.authorize(response_mode="clipboard")


@fault("response-mode-near", "response_mode=formpost", "oauth/wrong-response-mode", "oidc")
def _(t):
    t.authorize(response_mode="formpost")


@fault("nonce-missing", "an ID token from the authorization endpoint, without a nonce", "oauth/missing-nonce", "hybrid")
def _(t):
    t.authorize("hybrid", response_type="code id_token")


@fault("response-mode-query", "tokens asked for in the query", "oauth/wrong-response-mode", "hybrid")
def _(t):
    t.authorize("hybrid", response_type="code id_token", response_mode="query", nonce="n-4f1c")


@fault("pkce-verifier-long", "a verifier of 172 characters, rightly hashed", "oauth/pkce-malformed", "pkce")
def _(t):
    long = t.service.verifier * 4
    digest = base64.urlsafe_b64encode(hashlib.sha256(long.encode()).digest()).decode().rstrip("=")
    t.exchange(t.code("public", code_challenge=digest), "public", code_verifier=long)


@fault("pkce-verifier-name", "codeVerifier, as the variable is called", "oauth/misspelled-parameter", "pkce")
def _(t):
    t.exchange(t.code("public"), "public", code_verifier=None, codeVerifier=t.service.verifier)


@fault("pkce-two-tabs", "the code of the first of two attempts, with the verifier of the second", "oauth/pkce-verifier-mismatch", "pkce")
def _(t):
    code = t.code("public")
    second = "R7wUe-2nXz_Kd5Lq9TbVm4YcHs8GpJ3fNa6Zr1Qt0Eo"
    digest = base64.urlsafe_b64encode(hashlib.sha256(second.encode()).digest()).decode().rstrip("=")
    t.code("public", code_challenge=digest)
    t.exchange(code, "public", code_verifier=second)


@fault("implicit", "response_type=token, which is not for this client", "oauth/implicit-grant oauth/grant-not-allowed", "code",
       shown="words")
def _(t):
    t.authorize(response_type="token", nonce="n-4f1c")
