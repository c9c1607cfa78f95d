"""Authlib behind Flask, with everything in memory; alice is signed in by a cookie.

usage: python authlib_server.py PORT HOST
"""

import os
import sys
import time

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # TLS ends before it

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7523 import JWTBearerGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from authlib.oauth2.rfc8628 import DeviceAuthorizationEndpoint, DeviceCodeGrant, DeviceCredentialDict
from flask import Flask, jsonify, request

CALLBACKS = ["https://app.example/cb", "https://app.example/callback"]
SCOPES = ["orders.read", "orders.write"]
CODE = ["authorization_code", "refresh_token"]
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


class Client(ClientMixin):
    def __init__(self, client_id, secret, kinds, uris=(), method="client_secret_basic", life=3600):
        self.client_id, self.secret, self.kinds, self.uris, self.method, self.life = client_id, secret, kinds, uris, method, life

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return self.uris[0] if self.uris else None

    def get_allowed_scope(self, scope):
        return " ".join(s for s in (scope or "").split() if s in SCOPES)

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in self.uris

    def check_client_secret(self, client_secret):
        return self.secret == client_secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method == self.method or (self.secret and method == "client_secret_post")

    def check_response_type(self, response_type):
        return response_type == "code" and bool(self.uris)

    def check_grant_type(self, grant_type):
        return grant_type in self.kinds


class Record(AuthorizationCodeMixin, TokenMixin):
    """A code or a token."""

    def __init__(self, client, **kept):
        self.client, self.client_id, self.made, self.revoked, self.refreshed = client, client.client_id, time.time(), False, False
        self.__dict__ |= kept

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def check_client(self, client):
        return client.client_id == self.client_id

    def get_expires_in(self):
        return self.client.life

    def is_expired(self):
        return time.time() > self.made + self.client.life

    def is_revoked(self):
        return self.revoked

    def get_user(self):
        return "alice"

    def get_client(self):
        return self.client


CLIENTS = {client.client_id: client for client in [
    Client("orders-web", "web-7Hq2LmZx9RtVb4NcKd8Wf3Yp", [*CODE, "password"], CALLBACKS),
    Client("reports-web", "rep-Qz5TnJw8XsKv2MbGh7Lc4Dr", CODE, CALLBACKS),
    Client("orders-brief", "bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf", CODE, CALLBACKS, life=2),
    Client("orders-spa", "", CODE, ["https://spa.example/cb"], "none"),
    Client("orders-tv", "", [DEVICE], (), "none"),
    Client("orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", ["client_credentials"]),
    Client("orders-signer", "sig-Pt7Kw3XzRb9LqVm2Yd5Hc8NfJs4Gx6Ta", [JWTBearerGrant.GRANT_TYPE]),
    Client("orders-odd", "odd+Rz%5Kt&8Wq2Xv", ["client_credentials"]),
]}
CODES, TOKENS, DEVICES = {}, [], {}


def save_token(token, asked):
    TOKENS.append(Record(asked.client, user=asked.user, **token))


def token_of(value):
    return next((t for t in TOKENS if value in (t.access_token, getattr(t, "refresh_token", None))), None)


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post", "none"]

    def save_authorization_code(self, code, asked):
        data = asked.payload
        CODES[code] = Record(asked.client, code=code, redirect_uri=data.redirect_uri, scope=data.scope,
                             code_challenge=data.data.get("code_challenge"),
                             code_challenge_method=data.data.get("code_challenge_method"))

    def query_authorization_code(self, code, client):
        found = CODES.get(code)
        life = 2 if client.client_id == "orders-brief" else 60
        return found if found and found.client_id == client.client_id and time.time() < found.made + life else None

    def delete_authorization_code(self, code):
        CODES.pop(code.code)

    def authenticate_user(self, code):
        return "alice"


class Refresh(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = CodeGrant.TOKEN_ENDPOINT_AUTH_METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token):
        found = next((t for t in TOKENS if getattr(t, "refresh_token", None) == refresh_token), None)
        return found if found and not found.revoked and not found.refreshed and not found.is_expired() else None

    def authenticate_user(self, credential):
        return "alice"

    def revoke_old_credential(self, credential):
        credential.refreshed = True


class Password(grants.ResourceOwnerPasswordCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = CodeGrant.TOKEN_ENDPOINT_AUTH_METHODS

    def authenticate_user(self, username, password):
        return "alice" if (username, password) == ("alice", "correct-horse-7") else None


class Machine(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = CodeGrant.TOKEN_ENDPOINT_AUTH_METHODS[:2]


class Assertion(JWTBearerGrant):
    def resolve_issuer_client(self, issuer):
        return CLIENTS.get(issuer)

    def resolve_client_key(self, client, headers, payload):
        return client.secret

    def authenticate_user(self, subject):
        return subject if subject == "alice" else None

    def has_granted_permission(self, client, user):
        return True

    def get_audiences(self):
        return [f"https://{sys.argv[2]}/oauth2/token"]


class Device(DeviceCodeGrant):
    def query_device_credential(self, device_code):
        return DEVICES.get(device_code)

    def query_user_grant(self, user_code):
        return next(((("alice", d["allowed"])) for d in DEVICES.values() if d["user_code"] == user_code and "allowed" in d), None)

    def should_slow_down(self, credential):
        before, credential["asked"] = credential.get("asked", 0), time.time()
        return credential["asked"] < before + 5


class DeviceStart(DeviceAuthorizationEndpoint):
    CLIENT_AUTH_METHODS = ["client_secret_basic", "client_secret_post", "none"]

    def get_verification_uri(self):
        return f"https://{sys.argv[2]}/activate"

    def save_device_credential(self, client_id, scope, data):
        DEVICES[data["device_code"]] = DeviceCredentialDict(client_id=client_id, scope=scope, expires_at=time.time() + 600, **data)


class Revocation(RevocationEndpoint):
    CLIENT_AUTH_METHODS = CodeGrant.TOKEN_ENDPOINT_AUTH_METHODS

    def query_token(self, token, hint):
        return token_of(token)

    def revoke_token(self, token, asked):
        token.revoked = True


class Introspection(IntrospectionEndpoint):
    CLIENT_AUTH_METHODS = CodeGrant.TOKEN_ENDPOINT_AUTH_METHODS[:2]

    def query_token(self, token, hint):
        return token_of(token)

    def introspect_token(self, token):
        return {"active": not token.revoked, "client_id": token.client_id, "scope": token.scope}

    def check_permission(self, token, client, asked):
        return True


class Validator(BearerTokenValidator):
    def authenticate_token(self, value):
        return next((t for t in TOKENS if t.access_token == value), None)


def life(client, grant):
    """What a token answer says of the life of its token."""
    return 600 if grant == "client_credentials" else client.life


app = Flask(__name__)
app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
app.config["OAUTH2_SCOPES_SUPPORTED"] = SCOPES
app.config["OAUTH2_TOKEN_EXPIRES_IN"] = f"{__name__}.life"
server = AuthorizationServer(app, query_client=CLIENTS.get, save_token=save_token)
server.scopes_supported = SCOPES
server.register_grant(CodeGrant, [CodeChallenge(required=True)])
for grant in (Refresh, Password, Machine, Device, Assertion):
    server.register_grant(grant)
for endpoint in (Revocation, Introspection, DeviceStart):
    server.register_endpoint(endpoint)
protected = ResourceProtector()
protected.register_token_validator(Validator())


@app.route("/oauth2/authorize", methods=["GET", "POST"])
def authorize():
    if "alice" not in request.headers.get("Cookie", ""):
        return "<form>Who are you?</form>"
    try:
        grant = server.get_consent_grant(end_user="alice")
        denied = request.form.get("consent") == "no"
        return server.create_authorization_response(grant_user=None if denied else "alice", grant=grant)
    except OAuth2Error as error:
        return server.handle_error_response(None, error)


@app.route("/oauth2/token", methods=["POST"])
def token():
    return server.create_token_response()


@app.route("/oauth2/revoke", methods=["POST"])
def revoke():
    return server.create_endpoint_response("revocation")


@app.route("/oauth2/introspect", methods=["POST"])
def introspect():
    return server.create_endpoint_response("introspection")


@app.route("/oauth2/device_authorization", methods=["POST"])
def device():
    return server.create_endpoint_response("device_authorization")


@app.route("/activate", methods=["POST"])
def activate():
    next(d for d in DEVICES.values() if d["user_code"] == request.form["user_code"])["allowed"] = request.form["allow"] == "yes"
    return "thank you"


@app.get("/api/orders")
@protected(["orders.read"])
def orders():
    return jsonify(orders=[{"id": 7}])


@app.post("/api/orders")
@protected(["orders.write"])
def order():
    return jsonify(id=8)


app.run(port=int(sys.argv[1]))
