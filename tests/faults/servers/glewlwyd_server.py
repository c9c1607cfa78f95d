"""Glewlwyd with its OpenID Connect plugin: its settings, its database in the working folder, and the clients, made by its own
administration. alice's consent is given before.

usage: python3 glewlwyd_server.py PORT HOST
"""

import http.client
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

PORT, HOST = int(sys.argv[1]), sys.argv[2]
SCHEMA = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3"
SCOPES = ["orders.read", "orders.write"]
CALLBACKS = ["https://app.example/cb", "https://app.example/callback"]
CODE = ["code", "refresh_token"]
SETTINGS = f"""
port={PORT}
bind_address="127.0.0.1"
external_url="https://{HOST}"
login_url="login.html"
api_prefix="api"
static_files_path="/usr/share/glewlwyd/webapp/"
log_mode="console"
log_level="ERROR"
cookie_domain="{HOST}"
cookie_secure=0
session_expiration=2419200
session_key="GLEWLWYD2_SESSION_ID"
login_api_enabled=true
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
user_middleware_module_path="/usr/lib/glewlwyd/user_middleware"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database={{ type="sqlite3" path="glewlwyd.db" }};
"""
PLUGIN = {
    "iss": f"https://{HOST}/api/oidc", "jwt-type": "sha", "jwt-key-size": "256", "key": "an invented key", "access-token-duration": 3600,
    "refresh-token-duration": 86400, "code-duration": 60, "refresh-token-rolling": True, "refresh-token-one-use": "always",
    "allow-non-oidc": True, "auth-type-code-enabled": True, "auth-type-token-enabled": False, "auth-type-id-token-enabled": True,
    "auth-type-password-enabled": True, "auth-type-client-enabled": True, "auth-type-refresh-enabled": True,
    "auth-type-device-enabled": True, "device-authorization-expiration": 600, "device-authorization-interval": 5,
    "pkce-allowed": True, "pkce-required": False, "pkce-required-public-client": True, "pkce-method-plain-allowed": False,
    "introspection-revocation-allowed": True, "introspection-revocation-allow-target-client": True, "request-parameter-allow": False,
    "oauth-dpop-allowed": False, "resource-allowed": False, "prohibit-none": True,
}


class Administration:
    """The server's own API, for somebody who signed in."""

    def __init__(self, name, password):
        self.cookie = ""
        self.send("POST", "/api/auth/", {"username": name, "password": password})

    def send(self, method, path, body):
        server = http.client.HTTPConnection("127.0.0.1", PORT)
        server.request(method, path, json.dumps(body), {"Content-Type": "application/json", "Cookie": self.cookie, "Host": HOST})
        answer = server.getresponse()
        if answer.status >= 300:
            sys.exit(f"{method} {path}: {answer.status} {answer.read()}")
        self.cookie = self.cookie or (answer.getheader("Set-Cookie") or "").split(";")[0]


def client(id, secret, kinds, uris=()):
    return {"client_id": id, "name": id, "enabled": True, "confidential": bool(secret), "client_secret": secret, "redirect_uri": list(uris),
            "authorization_type": kinds, "scope": SCOPES if "client_credentials" in kinds else [],
            "token_endpoint_auth_method": ["client_secret_basic", "client_secret_post"] if secret else ["none"]}


CLIENTS = [
    client("orders-web", "web-7Hq2LmZx9RtVb4NcKd8Wf3Yp", [*CODE, "password"], CALLBACKS),
    client("reports-web", "rep-Qz5TnJw8XsKv2MbGh7Lc4Dr", CODE, CALLBACKS),
    client("orders-spa", "", CODE, ["https://spa.example/cb"]),
    client("orders-tv", "", ["device_authorization", "refresh_token"]),
    client("orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", ["client_credentials"]),
    client("orders-odd", "odd+Rz%5Kt&8Wq2Xv", ["client_credentials"]),
]

Path("glewlwyd.db").unlink(missing_ok=True)
Path("glewlwyd.conf").write_text(SETTINGS)
subprocess.run(["sqlite3", "glewlwyd.db"], stdin=open(SCHEMA), check=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
server = subprocess.Popen(["glewlwyd", "--config-file", "glewlwyd.conf"])
try:
    for _ in range(50):
        time.sleep(0.2)
        try:
            admin = Administration("admin", "password")
            break
        except OSError:
            pass
    for name in SCOPES:
        admin.send("POST", "/api/scope/", {"name": name, "display_name": name, "password_required": False, "scheme": {}})
    admin.send("POST", "/api/user/", {"username": "alice", "name": "Alice", "password": "correct-horse-7", "enabled": True,
                                      "scope": ["openid", *SCOPES]})
    for each in CLIENTS:
        admin.send("POST", "/api/client/", each)
    admin.send("POST", "/api/mod/plugin/", {"module": "oidc", "name": "oidc", "display_name": "oidc", "parameters": PLUGIN})
    alice = Administration("alice", "correct-horse-7")
    for each in CLIENTS:
        alice.send("PUT", f"/api/auth/grant/{each['client_id']}/", {"scope": " ".join(["openid", *SCOPES])})
    Path("glewlwyd.cookies").write_text(alice.cookie)
    server.wait()
finally:
    server.terminate()
