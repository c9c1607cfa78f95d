"""The portal of LemonLDAP::NG as OpenID Connect provider: its settings and sessions in the working folder, with the accounts
that it brings along for trying; dwho signs in while it is set up.

usage: python3 lemonldap_server.py PORT HOST
"""

import http.client
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

PORT, HOST = int(sys.argv[1]), sys.argv[2]
PORTAL = Path("/usr/share/lemonldap-ng/portal")
HERE = Path("lemonldap").resolve()
CALLBACKS = "https://app.example/cb https://app.example/callback"
STORE = "Apache::Session::File"
INI = f"""
[all]
logLevel = error
logger = Lemonldap::NG::Common::Logger::Std
[configuration]
type = File
dirName = {HERE}
[portal]
templateDir = {PORTAL}/templates
staticPrefix = /static
languages = en
"""


def client(id, secret, callbacks="", **more):
    """What the portal keeps of a relying party; dwho's consent is taken for granted."""
    settings = {
        "ClientID": id, "ClientSecret": secret or "", "Public": int(not secret), "RequirePKCE": int(not secret), "BypassConsent": 1,
        "RedirectUris": callbacks, "RefreshToken": 1, "IDTokenSignAlg": "HS256" if secret else "RS256", "AccessTokenExpiration": 3600,
        "AuthorizationCodeExpiration": 60, **more,
    }
    return {f"oidcRPMetaDataOptions{name}": value for name, value in settings.items()}


CLIENTS = [
    client("orders-web", "web-7Hq2LmZx9RtVb4NcKd8Wf3Yp", CALLBACKS, AllowPasswordGrant=1),
    client("reports-web", "rep-Qz5TnJw8XsKv2MbGh7Lc4Dr", CALLBACKS),
    client("orders-brief", "bri-Vd3KpXm6ZtRw9LqYs2Hb7Nf", CALLBACKS, AccessTokenExpiration=2, AuthorizationCodeExpiration=2),
    client("orders-spa", None, "https://spa.example/cb"),
    client("orders-robot", "rob-Mk8SxWq4FvTz6JdLp1Rc9Gy", AllowClientCredentialsGrant=1),
    client("orders-odd", "odd+Rz%5Kt&8Wq2Xv", AllowClientCredentialsGrant=1),
]


def kept(name):
    """A folder for sessions."""
    (HERE / name / "lock").mkdir(parents=True)
    return {"Directory": str(HERE / name), "LockDirectory": str(HERE / name / "lock")}


def key():
    """A private key and its public half."""
    made = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, check=True).stdout
    return made.decode(), subprocess.run(["openssl", "rsa", "-pubout"], input=made, capture_output=True, check=True).stdout.decode()


def settings():
    private, public = key()
    by_name = lambda value: {each["oidcRPMetaDataOptionsClientID"]: value(each) for each in CLIENTS}
    return {
        "cfgNum": 1, "cfgAuthor": "fault bench", "cfgDate": int(time.time()), "cfgVersion": "2.16.1", "key": "an invented key",
        "portal": f"https://{HOST}/", "domain": HOST, "cookieName": "lemonldap", "securedCookie": 0, "requireToken": 0,
        "authentication": "Demo", "userDB": "Same", "passwordDB": "Null", "registerDB": "Null", "whatToTrace": "uid",
        "demoExportedVars": {"cn": "cn", "mail": "mail", "uid": "uid"}, "locationRules": {}, "exportedHeaders": {},
        "globalStorage": STORE,
        "globalStorageOptions": kept("sessions") | {"generateModule": "Lemonldap::NG::Common::Apache::Session::Generate::SHA256"},
        "persistentStorage": STORE, "persistentStorageOptions": kept("persistent"),
        "issuerDBOpenIDConnectActivation": 1, "issuerDBOpenIDConnectPath": "^/oauth2/", "issuerDBOpenIDConnectRule": 1,
        "oidcServiceAllowAuthorizationCodeFlow": 1, "oidcServiceAllowImplicitFlow": 0, "oidcServiceAllowHybridFlow": 0,
        "oidcServicePrivateKeySig": private, "oidcServicePublicKeySig": public, "oidcServiceKeyIdSig": "bench",
        "oidcRPMetaDataOptions": by_name(lambda each: each), "oidcRPMetaDataExportedVars": by_name(lambda _: {"email": "mail"}),
        "oidcRPMetaDataScopeRules": by_name(lambda _: {"orders.read": "1", "orders.write": "1"}),
    }


def sign_in():
    """dwho's cookie."""
    portal = http.client.HTTPConnection("127.0.0.1", PORT)
    form = urlencode({"user": "dwho", "password": "dwho"})
    portal.request("POST", "/", form, {"Content-Type": "application/x-www-form-urlencoded", "Host": HOST, "Accept": "application/json"})
    answer = portal.getresponse()
    cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie" and value.startswith("lemonldap=")]
    return cookies[0].split(";")[0]


shutil.rmtree(HERE, ignore_errors=True)
HERE.mkdir()
(HERE / "lmConf-1.json").write_text(json.dumps(settings()))
(HERE / "lemonldap-ng.ini").write_text(INI)
(HERE / "portal.psgi").write_text(f"""
use Lemonldap::NG::Portal::Main;
Lemonldap::NG::Portal::Main->run({{ configStorage => {{ confFile => '{HERE}/lemonldap-ng.ini' }} }});
""")
server = subprocess.Popen(["plackup", "--port", str(PORT), "--host", "127.0.0.1", "-E", "deployment", str(HERE / "portal.psgi")])
try:
    for _ in range(100):
        time.sleep(0.2)
        try:
            Path("lemonldap.cookies").write_text(sign_in())
            break
        except OSError:
            pass
    server.wait()
finally:
    server.terminate()
