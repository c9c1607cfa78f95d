"""idpyoidc behind Flask: what the library raises is told as its own example tells it, and its messages are the answers. alice
is signed in by a cookie.

usage: python idpyoidc_server.py PORT HOST
"""

import json
import sys

from cryptojwt.jwt import utc_time_sans_frac
from flask import Flask, make_response, redirect, request
from idpyoidc.message.oauth2 import ResponseMessage
from idpyoidc.server import Server
from idpyoidc.server.exception import ClientAuthenticationError
from idpyoidc.server.oauth2.token_helper.client_credentials import ClientCredentials
from idpyoidc.server.user_authn.user import UserAuthnMethod

PORT, HOST = int(sys.argv[1]), sys.argv[2]
SCOPES = ["openid", "orders.read", "orders.write"]
CALLBACKS = ["https://app.example/cb", "https://app.example/callback"]
MINTED = {"authorization_code": {"supports_minting": ["access_token", "refresh_token", "id_token"], "max_usage": 1, "expires_in": 60},
          "access_token": {"expires_in": 3600}, "refresh_token": {"supports_minting": ["access_token", "refresh_token"]}}
BRIEF = {"authorization_code": {"expires_in": 2}, "access_token": {"expires_in": 2}}
BY_SECRET = ["client_secret_basic", "client_secret_post"]


class Cookie(UserAuthnMethod):
    """A browser with this cookie is alice's."""

    def authenticated_as(self, client_id, cookie=None, **kwargs):
        return ({"uid": "alice"}, utc_time_sans_frac()) if request.cookies.get("session") == "alice-51c7" else (None, 0)

    def __call__(self, **kwargs):
        return "<title>Sign in</title>\n<form method=post><input name=username><input name=password type=password></form>\n"


class MachineAgain(ClientCredentials):
    """Forgets the client's session before: the library stumbles over it."""

    def process_request(self, req, **kwargs):
        self.endpoint.upstream_get("context").session_manager.delete(["client_credentials", req["client_id"]])
        return super().process_request(req, **kwargs)


def endpoint(path, kind, **kwargs):
    return {"path": path, "class": f"idpyoidc.server.{kind}", "kwargs": kwargs}


def helper(kind):
    return {"class": f"idpyoidc.server.oidc.token_helper.{kind}"}


CONFIG = {
    "issuer": f"https://{HOST}",
    "httpc_params": {"verify": False},
    "key_conf": {"key_defs": [{"type": "RSA", "use": ["sig"]}, {"type": "EC", "crv": "P-256", "use": ["sig"]}]},
    "cookie_handler": {"class": "idpyoidc.server.cookie_handler.CookieHandler",
                       "kwargs": {"keys": {"key_defs": [{"type": "OCT", "use": ["enc"], "kid": "enc"},
                                                        {"type": "OCT", "use": ["sig"], "kid": "sig"}]},
                                  "name": {"session": "op", "register": "op_rp", "session_management": "sman"}}},
    "authz": {"class": "idpyoidc.server.authz.AuthzHandling", "kwargs": {"grant_config": {"usage_rules": MINTED, "expires_in": 43200}}},
    "add_on": {"pkce": {"function": "idpyoidc.server.oauth2.add_on.pkce.add_support", "kwargs": {"code_challenge_methods": {"S256": None}}}},
    "authentication": {"cookie": {"acr": "urn:oasis:names:tc:SAML:2.0:ac:classes:InternetProtocolPassword", "class": Cookie, "kwargs": {}}},
    "claims_interface": {"class": "idpyoidc.server.session.claims.ClaimsInterface", "kwargs": {}},
    "userinfo": {"class": "idpyoidc.server.user_info.UserInfo", "kwargs": {"db": {"alice": {"sub": "alice", "name": "Alice"}}}},
    "scopes_handler": {"class": "idpyoidc.server.scopes.Scopes"},
    "preference": {"grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"], "deny_unknown_scopes": True},
    "endpoint": {
        "authorization": endpoint("authorization", "oidc.authorization.Authorization",
                                  response_types_supported=["code"], response_modes_supported=["query", "fragment", "form_post"]),
        "token": endpoint("token", "oidc.token.Token", client_authn_method=[*BY_SECRET, "public"], revoke_refresh_on_issue=True,
                          grant_types_helpers={"authorization_code": helper("access_token.AccessTokenHelper"),
                                               "refresh_token": helper("refresh_token.RefreshTokenHelper"),
                                               "client_credentials": {"class": MachineAgain}}),
        "userinfo": endpoint("userinfo", "oidc.userinfo.UserInfo", client_authn_method=["bearer_header"]),
        "introspection": endpoint("introspection", "oauth2.introspection.Introspection", client_authn_method=BY_SECRET),
    },
    "token_handler_args": {
        "code": {"kwargs": {"lifetime": 600}},
        "token": {"class": "idpyoidc.server.token.jwt_token.JWTToken", "kwargs": {"lifetime": 3600, "aud": [f"https://{HOST}"]}},
        "refresh": {"kwargs": {"lifetime": 86400}},
        "id_token": {"class": "idpyoidc.server.token.id_token.IDToken", "kwargs": {}},
    },
}


def client(secret, callbacks=CALLBACKS, grants=("authorization_code", "refresh_token"), **more):
    """What the library keeps of a client."""
    known = {"client_secret": secret, "token_endpoint_client_authn_method": BY_SECRET} if secret else {
        "token_endpoint_client_authn_method": ["public"], "pkce_essential": True}
    return known | {"redirect_uris": [(uri, {}) for uri in callbacks], "grant_types_supported": list(grants), "allowed_scopes": SCOPES,
                    "response_types_supported": ["code"], "client_salt": "salted"} | more


SERVER = Server(CONFIG)
SERVER.context.cdb.update({
    "orders-web": client("web-7Hq2LmZx9RtVb4NcKd8Wf3Yp"),
    "reports-web": client("rep-Qz5TnJw8XsKv2MbGh7Lc4Dr"),
    "orders-brief": client("bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf", token_usage_rules=BRIEF),
    "orders-spa": client(None, ["https://spa.example/cb"]),
    "orders-robot": client("rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", [], ["client_credentials"]),
    "orders-odd": client("odd+Rz%5Kt&8Wq2Xv", [], ["client_credentials"]),
})
app = Flask(__name__)


def told(error, description, status=400):
    """What was raised, as the example tells it: JSON that calls itself a page."""
    return make_response(json.dumps({"error": error, "error_description": str(description)}), status)


def refused(message):
    """An error that the library itself answers with."""
    return make_response(message.to_json(), 400, {"Content-Type": "application/json"} if request.method == "POST" else {})


def asked():
    """The parameters; a body that is no form is left to the library to read."""
    if request.method == "GET":
        return request.args.to_dict()
    return request.form.to_dict() or request.get_data(as_text=True)


def serve(name):
    """Lets the library read, judge and answer a request."""
    end = SERVER.get_endpoint(name)
    http = {"headers": dict(request.headers.items(lower=True)), "method": request.method, "url": request.url,
            "cookie": [{"name": key, "value": value} for key, value in request.cookies.items()]}
    how = {"issue_refresh": True} if name == "token" else {}
    try:
        read = end.parse_request(asked(), http_info=http)
        if isinstance(read, ResponseMessage) and "error" in read:
            return refused(read)
        made = end.process_request(read, http_info=http, **how)
    except ClientAuthenticationError as error:
        return told("unauthorized_client", error, 401) if request.method == "GET" else told("invalid_request", error)
    except Exception as error:
        return told("invalid_request", error)
    if "http_response" in made:
        return make_response(made["http_response"], 200)
    if isinstance(made, ResponseMessage) and "error" in made:
        return refused(made)
    info = end.do_response(request=read, **made)
    if info.get("response_placement", end.response_placement) == "url":
        answer = redirect(info["response"])
    else:
        answer = make_response(info["response"], info.get("response_code", 200))
    for key, value in info["http_headers"]:
        answer.headers[key] = value
    return answer


app.add_url_rule("/authorization", "authorization", lambda: serve("authorization"))
app.add_url_rule("/token", "token", lambda: serve("token"), methods=["POST"])
app.add_url_rule("/introspection", "introspection", lambda: serve("introspection"), methods=["POST"])
app.add_url_rule("/userinfo", "userinfo", lambda: serve("userinfo"), methods=["GET", "POST"])
app.run("127.0.0.1", PORT, threaded=False)
