"""What the catalogue has to know of a server."""

import base64
from dataclasses import dataclass, field

from . import command

VERIFIER = "k3Zq-Vt9_LmXw2RbNc8YpHd4KfSj7GzTa1QeUv6Bo0M"
CHALLENGE = "G2WrQmQmmtr5SkKqSWfFGmF6x38oBvlmqecXvbIsEsg"


@dataclass
class Client:
    """A client as it is registered, and how it proves itself."""

    id: str
    secret: str | None = None
    redirect: str = ""
    other_redirect: str = ""
    auth: str = "body"

    def authenticate(self, way):
        """curl options and parameters of "basic", "body", "both" or "none" (the id alone)."""
        basic = [command.option("-u", f"{self.id}:{self.secret}")]
        body = {"client_id": self.id, "client_secret": self.secret}
        match way:
            case "basic":
                return basic, {}
            case "both":
                return basic, body
            case "none":
                return [], {"client_id": self.id}
            case "nothing":
                return [], {}
            case _:
                return [], body if self.secret else {"client_id": self.id}

    def basic_header(self):
        """Its credentials in base64."""
        return base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()


@dataclass
class Service:
    """A server on loopback and its registered clients."""

    name: str
    host: str
    start: list
    clients: dict
    authorize: str
    token: str
    api: str
    scope: str
    can: set
    pkce: set = field(default_factory=set)
    revoke: str = ""
    introspect: str = ""
    device: str = ""
    api_write: str = ""
    cookie: str = ""
    # What of this machine it needs beside the program that starts it.
    beside: list = field(default_factory=list)
    # The person's name and password.
    user: tuple = ("alice", "correct-horse-7")
    # What its own sign-in page adds to the request for a code.
    signed_in: dict = field(default_factory=dict)
    # Whether client_credentials needs a scope.
    needs_scope: bool = False
    # Whether its refusals have a body; else only somebody who shows the head shows anything.
    speaks: bool = True
    # Mistakes about which it says something else, or nothing.
    untold: set = field(default_factory=set)
    # What a page says that refuses with status 200.
    page: bytes = b""

    verifier = VERIFIER

    @property
    def url(self):
        """Where it seems to live."""
        return f"https://{self.host}"

    @property
    def challenge(self):
        """The PKCE parameters of an authorization request."""
        return {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}

    def wants_pkce(self, client):
        """Whether flows of this client carry PKCE."""
        return client in self.pkce

    def session(self, talk):
        """The options that make the request one of a browser in which alice is signed in."""
        return [command.option("-b", self.cookie)]
