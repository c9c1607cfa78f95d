"""One conversation with a service: curl commands that are run, what they show, and what travelled."""

import json
import re
import subprocess
from urllib.parse import parse_qsl, urlsplit

from . import command

LOOKS = ["include", "bare", "verbose"]
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# What only the bench adds, and the handshake, which nobody reads.
NOISE = re.compile(
    r"^(\* (Connecting to|TLSv|ALPN|CA|Server cert|SSL |using HTTP|Connection #|Added cookie|Replaced cookie|old SSL)"
    r"|\*  (CA|subject|start|expire|issuer|SSL)|[{}] \[).*\n", re.M)


class Talk:
    """Runs commands against one service and keeps the transcript and the recording."""

    def __init__(self, bench, service, number):
        self.bench = bench
        self.service = service
        self.look = LOOKS[number % len(LOOKS)] if service.speaks else "include"
        self.spelling = number // len(LOOKS)
        self.prompt = ["$ ", "", "alice@quay:~$ "][number // 2 % 3]
        self.shown = []
        self.seen = []
        self.last = None
        self.exit = 0
        self.output = ""

    def run(self, line, hidden=False):
        """Runs a command line. A hidden one is a step that the person does not show."""
        before = len(self.bench.front.seen)
        done = subprocess.run(["bash", "-c", line], cwd=self.bench.work, env=self.bench.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        travelled = self.bench.front.seen[before:]
        self.exit = done.returncode
        self.output = done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
        self.last = travelled[-1] if travelled else None
        if not hidden:
            self.seen += travelled
            output = NOISE.sub("", ANSI.sub("", self.output)).replace("(nil)", self.service.host)
            self.shown.append(f"{self.prompt}{line}\n{output}".rstrip("\n") + "\n")
        return self.last

    def curl(self, url, *options, hidden=False, look=None):
        """Runs one curl command."""
        return self.run(command.curl(url, [o for o in options if o], look or self.look), hidden)

    def say(self, line):
        """A line of the transcript that is no command: an address from the browser."""
        self.shown.append(line + "\n")

    def transcript(self):
        """What the person would paste."""
        return "".join(self.shown) if self.prompt else "\n".join(self.shown)

    def refused(self):
        """Whether the last step was refused, as far as anybody can tell without knowing the fault."""
        if self.last is None:
            return self.exit != 0
        back = urlsplit(self.last.header("location"))
        members = dict(parse_qsl(back.query) + parse_qsl(back.fragment))
        body = self.last.response_body
        page = self.service.page and self.service.page in body
        return bool(self.last.status >= 400 or "error" in members or b'"error"' in body or page)

    # The steps of a flow. Every `changes` is name=value, with None for a parameter that is left out.

    def authorize(self, client="web", hidden=False, params=None, path=None, url=None, **changes):
        """Asks for a code; gives the callback's parameters."""
        registered = self.service.clients[client]
        base = {
            "response_type": "code",
            "client_id": registered.id,
            "redirect_uri": registered.redirect,
            "scope": self.service.scope,
            "state": f"st-{self.service.name}-{len(self.shown)}4f1c",
        }
        base |= self.service.signed_in
        base |= self.service.challenge if self.service.wants_pkce(client) else {}
        asked = params if params is not None else merged(base, changes)
        url = url or f"{self.service.url}{path or self.service.authorize}?{command.query(asked)}"
        look = "include" if self.look == "bare" else self.look
        self.curl(url, *self.service.session(self), hidden=hidden, look=look)
        self.callback = dict(parse_qsl(urlsplit(self.last.header("location") if self.last else "").query))
        return self.callback

    def code(self, client="web", hidden=False, **changes):
        """Asks for a code and gets it."""
        callback = self.authorize(client, hidden, **changes)
        if "code" not in callback:
            raise RuntimeError("no code")
        return callback["code"]

    def token(self, params, client="web", auth=None, hidden=False, path=None, options=(), send=None, url=None):
        """A token request with these parameters; `send` replaces how they are sent."""
        registered = self.service.clients[client]
        credentials, extra = registered.authenticate(auth or registered.auth)
        if self.service.needs_scope and "client_credentials" in params.values():
            params = {"scope": self.service.scope} | params
        params = list(params.items()) + [item for item in extra.items() if item[0] not in params]
        params = [(name, value) for name, value in params if value is not None]
        body = send(params) if send else command.form(params, self.spelling)
        url = url or self.service.url + (path or self.service.token)
        self.curl(url, *credentials, *body, *options, hidden=hidden)
        return self.body()

    def exchange(self, code, client="web", auth=None, hidden=False, path=None, options=(), send=None, url=None, **changes):
        """Exchanges a code."""
        base = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.service.clients[client].redirect}
        base |= {"code_verifier": self.service.verifier} if self.service.wants_pkce(client) else {}
        return self.token(dict(merged(base, changes)), client, auth, hidden, path, options, send, url)

    def tokens(self, client="web", hidden=False, **changes):
        """A whole flow that ends well."""
        answer = self.exchange(self.code(client, hidden, **changes), client, hidden=hidden)
        if "access_token" not in answer:
            raise RuntimeError("no token")
        return answer

    def refresh(self, refresh_token, client="web", **changes):
        """Refreshes."""
        named = {key: changes.pop(key) for key in ("auth", "hidden", "path", "options", "send", "url") if key in changes}
        base = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return self.token(dict(merged(base, changes)), client, **named)

    def call(self, token=None, *options, header=None, path=None, url=None, hidden=False):
        """Calls the API."""
        header = header if header is not None else f"Authorization: Bearer {token}"
        words = [command.option("-H", header)] if header else []
        return self.curl(url or self.service.url + (path or self.service.api), *words, *options, hidden=hidden)

    def body(self):
        """The last answer's JSON members."""
        try:
            return json.loads(self.last.response_body)
        except (ValueError, AttributeError):
            return {}


def merged(base, changes):
    """The parameters with changes: None leaves one out, a new name is added."""
    return [(name, value) for name, value in (base | changes).items() if value is not None]
