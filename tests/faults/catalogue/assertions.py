"""Mistakes in assertions: JWTs by which a client proves itself (RFC 7523 2.2), or asks for a token (RFC 7523 2.1)."""

import time

from bench import command

from . import fault, right

CLIENT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def signed(t, subject=None, key=None, **changes):
    """A JWT of the client that signs, with changes to its claims."""
    signer, now = t.service.clients["signer"], int(time.time())
    claims = {"iss": signer.id, "sub": subject or signer.id, "aud": t.service.url + t.service.token, "iat": now, "exp": now + 120,
              "jti": f"j-{t.service.name}-{len(t.shown)}5a"}
    return command.jwt({"alg": "HS256", "typ": "JWT"}, claims | changes, key or signer.secret)


def by_client(t, **changes):
    """client_credentials with a JWT for the secret."""
    t.look = "include"  # with the date of the answer
    t.token({"grant_type": "client_credentials", "client_assertion_type": CLIENT, "client_assertion": signed(t, **changes)},
            "signer", auth="nothing")


def for_alice(t, **changes):
    """A token for alice, whom the JWT names."""
    t.look = "include"
    t.token({"grant_type": GRANT, "assertion": signed(t, "alice", **changes), "scope": "orders.read"}, "signer", auth="nothing")


@right("jwt-client", "a client that proves itself with a JWT", "jwt-client")
def _(t):
    by_client(t)


@right("jwt-grant", "a token for a JWT", "jwt-grant")
def _(t):
    for_alice(t)


for ask, name in ((by_client, "client"), (for_alice, "grant")):

    @fault(f"jwt-{name}-expired", "an assertion that ended an hour ago", "oauth/assertion-expired", f"jwt-{name}")
    def _(t, ask=ask):
        ask(t, iat=int(time.time()) - 3900, exp=int(time.time()) - 3600)

    @fault(f"jwt-{name}-early", "an assertion by a clock that is an hour fast", "oauth/assertion-expired", f"jwt-{name}")
    def _(t, ask=ask):
        ask(t, iat=int(time.time()) + 3600, nbf=int(time.time()) + 3600, exp=int(time.time()) + 3900)

    @fault(f"jwt-{name}-audience", "an assertion for another server", "oauth/assertion-for-another-audience", f"jwt-{name}")
    def _(t, ask=ask):
        ask(t, aud="https://login.elsewhere.example/oauth/token")

    @fault(f"jwt-{name}-key", "an assertion signed with another key", "oauth/invalid-client oauth/refused", f"jwt-{name}",
           shown="nothing")
    def _(t, ask=ask):
        ask(t, key="another-Wd6Yt3Kp9RqVx2LmZc7Hb4NfSj8")

    @fault(f"jwt-{name}-issuer", "an assertion of an issuer that nobody registered", "oauth/invalid-client oauth/refused",
           f"jwt-{name}", shown="nothing")
    def _(t, ask=ask):
        ask(t, iss="orders-singer")
