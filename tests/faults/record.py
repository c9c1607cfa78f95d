#!/usr/bin/env python3
"""Makes the recordings of `fixtures/faults` again: starts the servers, makes every mistake with curl, writes what was seen.

usage: record.py [--work DIR] [WORD...]     a WORD is a server, or a part of a fault's name
"""

import argparse
import atexit
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from bench.front import Front  # noqa: E402
from bench.har import har  # noqa: E402
from bench.manifest import write_manifest  # noqa: E402
from bench.talk import Talk  # noqa: E402
import catalogue  # noqa: E402
from catalogue import (  # noqa: E402, F401
    assertions, authorization, calls, clients, controls, device, grants, pasting, several, token_requests)
from services import SERVICES  # noqa: E402

FIXTURES = HERE.parents[1] / "fixtures" / "faults"


class Bench:
    """The servers, the front before them, and a place for curl to work in."""

    def __init__(self, work, services):
        self.work = work
        self._install(services)
        certificate = self._certificate([service.host for service in services])
        backends = {}
        for service in services:
            port = _free_port()
            command = [*service.start, str(port), service.host]
            server = subprocess.Popen(command, cwd=work, stdout=(work / f"{service.name}.log").open("wb"),
                                      stderr=subprocess.STDOUT, env=self.environment)
            atexit.register(server.terminate)
            backends[service.host] = port
            _wait_for(port, service.name)
        self.front = Front(backends, certificate)
        routes = [f'connect-to = "{host}:{port}:127.0.0.1:{mine}"'
                  for host in backends for port, mine in ((443, self.front.tls_port), (80, self.front.plain_port))]
        (work / ".curlrc").write_text("\n".join(["silent", "show-error", 'noproxy = "*"', *routes]) + "\n")

    @property
    def environment(self):
        """What the commands see: nothing of the machine but the way to its programs."""
        return {"PATH": f"{self.work / 'venv/bin'}:{os.environ['PATH']}", "HOME": str(self.work), "CURL_HOME": str(self.work),
                "CURL_CA_BUNDLE": str(self.work / "front.pem"), "LC_ALL": "C.UTF-8", "TZ": "UTC",
                "NODE_ENV": "production"}  # else pages of errors show this machine's paths

    def quietly(self, line):
        """Runs a step that no transcript shows."""
        return subprocess.run(["bash", "-c", line], cwd=self.work, env=self.environment, capture_output=True, text=True,
                              timeout=60).stdout

    def _install(self, services):
        shutil.copytree(HERE / "servers", self.work, dirs_exist_ok=True)
        if any(service.start[0] == "node" for service in services) and not (self.work / "node_modules").exists():
            _must(["npm", "install", "--no-audit", "--no-fund", "--silent"], self.work)
        if any(service.start[0] == "python" for service in services) and not (self.work / "venv").exists():
            _must([sys.executable, "-m", "venv", "venv"], self.work)
            _must(["venv/bin/pip", "install", "--quiet", "-r", "requirements.txt"], self.work)
        if any(service.start[0].startswith("oxide/") for service in services):
            _must(["cargo", "build", "--quiet", "--target-dir", "target"], self.work / "oxide")

    def _certificate(self, hosts):
        file = self.work / "front.pem"
        names = ",".join(f"DNS:{host}" for host in hosts)
        _must(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=fault bench",
               "-addext", f"subjectAltName={names}", "-keyout", "front.key", "-out", "front.crt"], self.work)
        file.write_text((self.work / "front.key").read_text() + (self.work / "front.crt").read_text())
        return file


def _must(command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr}")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port, name):
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"{name} did not start; see its log")


# What brings a server its packages, where it is not the program that runs it.
INSTALLERS = {"node": "npm", "python": "python3", "oxide/target/debug/oxide": "cargo"}


def missing(service):
    """What this server needs and what is not here: programs, and gems of ruby."""
    program = service.start[0]
    return [need for need in ("curl", "openssl", INSTALLERS.get(program, program), *service.beside) if not _is_here(need)]


def _is_here(need):
    if need.startswith("gem "):
        return shutil.which("gem") and not subprocess.run(["gem", "list", "-i", need[4:]], capture_output=True).returncode
    return shutil.which(need) or Path(need).is_absolute() and Path(need).exists()


def record(bench, service, case, number, right):
    """Runs one conversation; gives its row of the manifest, or why there is none."""
    talk = Talk(bench, service, number)
    try:
        case.run(talk)
    except (RuntimeError, KeyError, AttributeError) as error:
        return None, f"{type(error).__name__}: {error}"
    said = talk.last.response_body if talk.last else b""
    waiting = b"authorization_pending" in said or b"slow_down" in said
    if talk.refused() and right and not waiting:
        return None, f"refused, though right: {talk.output[-200:]}"
    if not talk.refused() and not right:
        return None, "this server does not mind"
    folder = FIXTURES / service.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{case.id}.txt").write_text(talk.transcript())
    recorded = ["transcript"]
    if talk.seen and (right or case.cause["har"]):
        (folder / f"{case.id}.har").write_text(har(talk.seen))
        recorded.append("har")
    silent = talk.last and not talk.last.response_body and "error" not in str(talk.last.response_headers)
    row = {"id": f"{service.name}/{case.id}", "case": case, "forms": recorded, "told": not silent}
    return row | {"untold": case.id in service.untold}, None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=HERE.parents[1] / "target" / "faults")
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args()
    names = {service.name for service in SERVICES}
    chosen = [s for s in SERVICES if s.name in asked.words or not names.intersection(asked.words)]
    for service in list(chosen):
        if lacking := missing(service):
            print(f"{service.name}: skipped, for want of {', '.join(lacking)}")
            chosen.remove(service)
    parts = [word for word in asked.words if word not in names]
    asked.work.mkdir(parents=True, exist_ok=True)
    for old in asked.work.glob("*.cookies"):
        old.unlink()
    bench = Bench(asked.work.resolve(), chosen)
    rows = {"fault": [], "right": []}
    for turn, service in enumerate(chosen):
        if not parts:
            shutil.rmtree(FIXTURES / service.name, ignore_errors=True)
        for kind, cases in (("fault", catalogue.FAULTS), ("right", catalogue.RIGHT)):
            for number, case in enumerate(cases):
                if parts and not any(part in case.id for part in parts) or not case.needs <= service.can:
                    continue
                if case.only and service.name not in case.only:
                    continue
                row, why_not = record(bench, service, case, number + 5 * turn, kind == "right")
                print(f"{service.name}/{case.id}: {'recorded' if row else why_not}")
                if row:
                    rows[kind].append(row)
    write_manifest(FIXTURES / "manifest.json", rows, {service.name for service in chosen}, bool(parts))


if __name__ == "__main__":
    main()
