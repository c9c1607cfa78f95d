"""Mistakes in the device flow."""

from . import fault

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def start(t, hidden=False):
    """Asks for a device code."""
    return t.token({"scope": t.service.scope}, "device", path=t.service.device, hidden=hidden)


def poll(t, code, client="device", **changes):
    """Asks for the token."""
    return t.token({"grant_type": DEVICE, "device_code": code} | changes, client)


@fault("device-grant-short", "grant_type=device_code", "oauth/unknown-grant-type oauth/misspelled-grant-type", "device")
def _(t):
    poll(t, start(t)["device_code"], grant_type="device_code")


@fault("device-code-missing", "no device_code", "oauth/missing-parameter", "device")
def _(t):
    start(t)
    poll(t, None)


@fault("device-user-code", "the user code in place of the device code", "oauth/wrong-token-kind", "device")
def _(t):
    poll(t, start(t)["user_code"])


@fault("device-client-missing", "no client_id", "oauth/missing-parameter", "device")
def _(t):
    t.token({"scope": t.service.scope}, "device", path=t.service.device, auth="nothing")


@fault("device-json", "the device request as JSON", "oauth/token-request-not-form", "device")
def _(t):
    t.curl(t.service.url + t.service.device, "--json '{\"client_id\":\"%s\"}'" % t.service.clients["device"].id)


@fault("device-client-unknown", "a client that nobody registered", "oauth/invalid-client", "device", shown="nothing")
def _(t):
    t.token({"client_id": "orders-telly"}, "device", path=t.service.device, auth="nothing")


@fault("device-not-allowed", "the device flow by a client that is not registered for it", "oauth/grant-not-allowed", "device", shown="words")
def _(t):
    t.token({"scope": t.service.scope}, "web", path=t.service.device)


@fault("device-denied", "alice refuses the device", "oauth/consent-refused", "device device-deny", shown="words")
def _(t):
    answer = start(t)
    t.service.allow_device(t, answer["user_code"], "no")
    poll(t, answer["device_code"])
