"""Conversations in which nothing is wrong."""

from bench import command

from . import device, right


@right("code", "a code exchanged", "code")
def _(t):
    t.tokens()


@right("code-call", "a code exchanged, and the API called", "code")
def _(t):
    t.call(t.tokens()["access_token"])


@right("code-refresh", "a code exchanged, refreshed, and the API called", "refresh")
def _(t):
    answer = t.refresh(t.tokens()["refresh_token"])
    t.call(answer["access_token"])


@right("whole-flow", "code, call, refresh, introspection, revocation", "refresh introspect revoke")
def _(t):
    answer = t.tokens()
    t.call(answer["access_token"])
    answer = t.refresh(answer["refresh_token"])
    t.token({"token": answer["access_token"]}, path=t.service.introspect)
    t.token({"token": answer["refresh_token"]}, path=t.service.revoke)


@right("public-pkce", "a public client with PKCE", "public pkce")
def _(t):
    t.call(t.tokens("public")["access_token"])


@right("exchange-alone", "the exchange alone", "code")
def _(t):
    t.exchange(t.code(hidden=True))


@right("machine", "client_credentials", "machine")
def _(t):
    t.token({"grant_type": "client_credentials", "scope": "orders.read"}, "machine")


@right("machine-no-scope", "client_credentials without scope", "machine")
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine")


@right("password", "the password grant, where it is allowed", "password")
def _(t):
    t.token({"grant_type": "password", "username": t.service.user[0], "password": t.service.user[1], "scope": t.service.scope})


@right("device-waiting", "a device that waits for alice", "device")
def _(t):
    device.poll(t, device.start(t)["device_code"])


@right("device-too-soon", "a device that asks twice in a second, and is told to slow down", "device", only="authlib")
def _(t):
    code = device.start(t)["device_code"]
    device.poll(t, code)
    device.poll(t, code)


@right("device-done", "a device that alice let in", "device device-allow")
def _(t):
    answer = device.start(t)
    t.service.allow_device(t, answer["user_code"])
    device.poll(t, answer["device_code"])


@right("revoke-unknown", "revocation of a token that is long gone, which is answered with 200", "revoke")
def _(t):
    t.token({"token": "Zt6RwXq2LmVb8NcKd5Yp"}, path=t.service.revoke)


@right("introspect-old", "introspection of a token that is long gone: active is false", "introspect")
def _(t):
    t.token({"token": "Zt6RwXq2LmVb8NcKd5Yp"}, path=t.service.introspect)


@right("two-flows", "two flows of two clients", "code other")
def _(t):
    t.tokens()
    t.tokens("other")


@right("sign-in-page", "the first request of somebody who is not signed in", "code")
def _(t):
    client = t.service.clients["web"]
    params = {"response_type": "code", "client_id": client.id, "redirect_uri": client.redirect, "scope": t.service.scope,
              "state": "st-new-52"}
    params |= t.service.challenge if t.service.wants_pkce("web") else {}
    t.curl(f"{t.service.url}{t.service.authorize}?{command.query(params.items())}", look="include")
