"""curl commands as people write them."""

import base64
import hmac
import json
import shlex
from urllib.parse import quote, quote_plus

SPELLINGS = 4


class Raw(str):
    """A value that is written as it stands, without encoding: what a mistake consists of."""


def option(flag, value):
    """An option with its quoted value."""
    return f"{flag} {shlex.quote(value)}"


def pair(name, value):
    """`name=value` in a form body or query."""
    return f"{name}={value if isinstance(value, Raw) else quote(value, safe='-._~:/')}"


def query(params):
    """A query as programs write it."""
    return "&".join(f"{name}={value if isinstance(value, Raw) else quote_plus(value)}" for name, value in params)


def form(params, spelling):
    """The options that send these parameters as a form, in one of the usual spellings."""
    raw = any(isinstance(value, Raw) for _, value in params)
    match spelling % SPELLINGS:
        case 0:
            return [option("-d", pair(*param)) for param in params]
        case 1:
            return ["-X POST", option("-d", "&".join(pair(*param) for param in params))]
        case 2 if not raw:
            return [option("--data-urlencode", "=".join(param)) for param in params]
        case 2:
            return [option("--data", pair(*param)) for param in params]
        case _:
            kind = option("-H", "Content-Type: application/x-www-form-urlencoded")
            return ["-X POST", kind, option("--data-raw", "&".join(pair(*param) for param in params))]


def curl(url, options, look):
    """One command. `look` is how much of the answer it shows: "bare", "include" or "verbose"."""
    shown = {"bare": [], "include": ["-i"], "verbose": ["-v"]}[look]
    words = [*shown, shlex.quote(url), *options]
    joint = " \\\n  " if sum(map(len, words)) > 100 else " "
    return "curl " + joint.join(words)


def jwt(header, claims, key=None):
    """A JWT that is signed with the key, else with an invented signature, or with none where its header says so."""
    def part(data):
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    said = ".".join([part(json.dumps(header).encode()), part(json.dumps(claims).encode())])
    invented = b"" if header["alg"] == "none" else b"invented-signature"
    return f"{said}.{part(hmac.digest(key.encode(), said.encode(), 'sha256') if key else invented)}"
