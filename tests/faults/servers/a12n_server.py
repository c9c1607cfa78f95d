"""a12n-server with its settings and its database in the working folder: the clients are put into its tables, and alice registers
herself and signs in by its own forms.

usage: python3 a12n_server.py PORT HOST
"""

import http.client
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

PORT, HOST = sys.argv[1:]
HERE = Path("a12n").resolve()
CALLBACKS = ["https://app.example/cb", "https://app.example/callback"]
CODE = "authorization_code refresh_token"
# Secrets as the server keeps them, hashed by bcrypt; they stand in `services.py`.
CLIENTS = [
    ("orders-web", "$2b$04$Sq4p5zjq7Wc172smv7c7peM26kM.9.XYGVgldxNYuOSypKzUyCEJS", f"{CODE} password", CALLBACKS),
    ("reports-web", "$2b$04$hugMd.5F.wAibTi73I3l1.j35JRf7tdsJi3F18jfmTG5WP99L61nm", CODE, CALLBACKS),
    ("orders-spa", "none", CODE, ["https://spa.example/cb"]),
    ("orders-robot", "$2b$04$XfAM0nXNSNXuwNidLArpHOWz7TILIyWGDhai0gLm/94/dFn2TfSAW", "client_credentials", []),
    ("orders-odd", "$2b$04$DmhkLJAAUAhZlFHz1vX/bOVTlKfKutYAAzRt2oj14MC9ZuoSNFs9m", "client_credentials", []),
]
APP = 2  # the type of a principal that is an application


def send(path, form):
    """Posts a form; gives the cookie that comes back, and nothing else."""
    server = http.client.HTTPConnection("127.0.0.1", int(PORT))
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html", "Host": HOST}
    server.request("POST", path, urlencode(form), headers)
    return (server.getresponse().getheader("Set-Cookie") or "").split(";")[0]


def register():
    with sqlite3.connect(HERE / "a12nserver.sqlite3") as tables:
        now = int(time.time())
        for name, secret, grants, uris in CLIENTS:
            app = tables.execute("INSERT INTO principals (nickname, created_at, modified_at, active, type, external_id) VALUES (?, ?, ?, 1, ?, ?)",
                                 (name, now, now, APP, name)).lastrowid
            client = tables.execute("INSERT INTO app_clients (client_id, client_secret, allowed_grant_types, user_id, require_pkce) "
                                    "VALUES (?, ?, ?, ?, ?)", (name, secret, grants, app, secret == "none")).lastrowid
            tables.executemany("INSERT INTO oauth2_redirect_uris (app_client_id, uri) VALUES (?, ?)", [(client, uri) for uri in uris])


shutil.rmtree(HERE, ignore_errors=True)
HERE.mkdir()
environment = os.environ | {"PORT": PORT, "CURVEBALL_ORIGIN": f"https://{HOST}", "CURVEBALL_TRUSTPROXY": "1"}
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
server = subprocess.Popen(["a12n-server"], cwd=HERE, env=environment)
try:
    for _ in range(100):
        time.sleep(0.2)
        try:
            send("/register", {"nickname": "alice", "emailAddress": "alice@quay.example", "password": "correct-horse-7",
                               "confirmPassword": "correct-horse-7"})
            break
        except OSError:
            pass
    register()
    Path("a12n.cookies").write_text(send("/login", {"userName": "alice@quay.example", "password": "correct-horse-7"}))
    server.wait()
finally:
    server.terminate()
