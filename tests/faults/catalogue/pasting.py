"""Mistakes of the shell, of the clipboard and of the way to the server."""

from bench import command
from bench.command import Raw

from . import fault as mistake


def fault(id, what, cause, needs, **known):
    """A mistake in what was pasted: of some servers enough is recorded, for it depends on none."""
    return mistake(id, what, cause, f"pasting {needs}", **known)


@fault("smart-quotes", "typographic quotes around a header", "paste/smart-quotes", "code", shown="nothing", har_shown="request", har="http/missing-authorization")
def _(t):
    token = t.tokens(hidden=True)["access_token"]
    t.run(f"curl -i {t.service.url}{t.service.api} -H “Authorization: Bearer {token}”")


@fault("smart-quotes-data", "typographic quotes around the data", "paste/smart-quotes", "machine", shown="nothing", har_shown="request", har="oauth/misspelled-parameter oauth/quoted-value oauth/missing-grant-type")
def _(t):
    client = t.service.clients["machine"]
    t.run(f"curl -i -u {client.id}:{client.secret} {t.service.url}{t.service.token} -d “grant_type=client_credentials”")


@fault("placeholder-client", "{your_client_id} is still there", "paste/placeholder-left-in", "machine")
def _(t):
    t.token({"grant_type": "client_credentials", "client_id": Raw("{your_client_id}"), "client_secret": "YOUR_CLIENT_SECRET"},
            "machine", auth="nothing")


@fault("placeholder-token", "<token> is still there", "paste/placeholder-left-in", "code")
def _(t):
    t.call(header="Authorization: Bearer <access_token>")


@fault("placeholder-code", "the example's code is still there", "paste/placeholder-left-in", "code")
def _(t):
    t.exchange(Raw("<authorization_code>"))


@fault("variable-in-single-quotes", "$TOKEN in single quotes", "paste/variable-not-expanded", "code")
def _(t):
    t.run(f"TOKEN={t.tokens(hidden=True)['access_token']}", hidden=True)
    t.run(f"curl -i {t.service.url}{t.service.api} -H 'Authorization: Bearer $TOKEN'")


@fault("variable-secret", "${CLIENT_SECRET} in single quotes", "paste/variable-not-expanded", "machine")
def _(t):
    t.token({"grant_type": "client_credentials", "client_id": t.service.clients["machine"].id,
             "client_secret": Raw("${CLIENT_SECRET}")}, "machine", auth="nothing")


@fault("variable-unset", "a variable that was never set", "paste/variable-emptied", "code", har="http/malformed-authorization paste/variable-emptied")
def _(t):
    t.run(f"curl -v {t.service.url}{t.service.api} -H \"Authorization: Bearer $ORDERS_TOKEN\"")


@fault("ampersand-in-address", "an unquoted & ends the command", "paste/unquoted-ampersand", "code", har="oauth/missing-parameter")
def _(t):
    client = t.service.clients["web"]
    address = f"{t.service.url}{t.service.authorize}?response_type=code&client_id={client.id}&state=st-cut-9"
    t.run(f"curl -i {address}")


@fault("ampersand-in-data", "an unquoted & ends the data", "paste/unquoted-ampersand", "code", har="oauth/missing-parameter")
def _(t):
    code = t.code()
    client = t.service.clients["web"]
    secret = f"-u {client.id}:{client.secret}"
    t.run(f"curl -i {secret} {t.service.url}{t.service.token} -d grant_type=authorization_code&code={code}"
          f"&redirect_uri={client.redirect}")


@fault("blank-behind-backslash", "a blank behind the backslash ends the command", "paste/broken-continuation", "machine", har=None)
def _(t):
    client = t.service.clients["machine"]
    t.run(f"curl -i {t.service.url}{t.service.token} \\ \n  -u {client.id}:{client.secret} \\\n"
          "  -d grant_type=client_credentials")


@fault("dash", "an en dash for the hyphen of -H", "paste/dash-lookalike", "code", shown="nothing", har_shown="request", har="http/missing-authorization")
def _(t):
    token = t.tokens(hidden=True)["access_token"]
    t.run(f"curl -i {t.service.url}{t.service.api} –H 'Authorization: Bearer {token}'")


@fault("zero-width", "a zero-width space behind the grant type", "paste/invisible-in-value", "machine")
def _(t):
    t.token({"grant_type": "client_credentials​"}, "machine")


@fault("zero-width-token", "a zero-width space inside the token", "paste/invisible-in-value http/malformed-authorization", "code")
def _(t):
    token = t.tokens(hidden=True)["access_token"]
    t.call(token[:10] + "​" + token[10:])


@fault("no-break-space", "a no-break space behind Bearer", "http/malformed-authorization paste/invisible-character paste/invisible-in-value", "code", shown="nothing", har_shown="request")
def _(t):
    t.call(header=f"Authorization: Bearer\u00a0{t.tokens(hidden=True)['access_token']}")


@fault("globbing", "brackets in the address", "paste/url-globbing", "code", har=None)
def _(t):
    token = t.tokens(hidden=True)["access_token"]
    t.call(token, url=f"{t.service.url}{t.service.api}?filter[status]=open")


@fault("no-address", "no address at all", "paste/no-url", "machine", har=None)
def _(t):
    client = t.service.clients["machine"]
    t.run(f"curl -u {client.id}:{client.secret} -d grant_type=client_credentials")


@fault("host-unknown", "a host that does not exist", "http/connection-failed", "machine", har=None)
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine", url=f"https://lgoin.invalid{t.service.token}")


@fault("port-closed", "a port on which nobody listens", "http/connection-failed", "machine", har=None)
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine", url=f"https://localhost:9{t.service.token}")


@fault("tls-to-plain-port", "https to a port that speaks plain HTTP", "http/connection-failed", "machine", har=None)
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine", url=f"https://{t.service.host}:80{t.service.token}")


@fault("plain-to-tls-port", "http to a port that speaks TLS", "http/connection-failed", "machine", har=None)
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine", url=f"http://{t.service.host}:443{t.service.token}")


@fault("scheme-misspelt", "htps://", "http/connection-failed", "machine", har=None)
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine", url=f"htps://{t.service.host}{t.service.token}")


@fault("certificate-unknown", "a certificate nobody vouches for", "http/connection-failed", "machine", har=None)
def _(t):
    t.token({"grant_type": "client_credentials"}, "machine", url=f"https://{t.service.host}{t.service.token}",
            options=["--cacert /etc/ssl/certs/ca-certificates.crt"])
