"""What stands between curl and the servers: it ends TLS, passes requests on by host name and remembers both sides."""

import http.client
import socketserver
import ssl
import threading
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Seen:
    """One request and its answer, as they travelled."""

    started: float
    method: str
    url: str
    request_headers: list
    request_body: bytes
    status: int = 0
    reason: str = ""
    response_headers: list = field(default_factory=list)
    response_body: bytes = b""
    took_ms: float = 0.0

    def header(self, name):
        """The answer's header of this name, or an empty text."""
        return next((value for key, value in self.response_headers if key.lower() == name.lower()), "")


class Front:
    """Two listeners on loopback: TLS that passes requests on, and plain HTTP that sends people to https."""

    def __init__(self, backends, certificate):
        self.backends = backends
        self.seen = []
        self.tls_port = self._listen(_passing_on(self), certificate)
        self.plain_port = self._listen(_sending_to_https(self), None)

    def _listen(self, handler, certificate):
        server = _Server(("127.0.0.1", 0), handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.context = context
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_address[1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """The recording is the log."""


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    context = None

    def finish_request(self, request, client_address):
        """Shakes hands in the connection's own thread; a client without TLS is left without an answer."""
        if self.context:
            request = self.context.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        """A handshake that fails is one of the faults."""


def _read(handler, scheme):
    headers = handler.headers.items()
    body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    url = f"{scheme}://{handler.headers.get('Host', '')}{handler.path}"
    return Seen(time.time(), handler.command, url, headers, body)


def _answer(handler, seen):
    handler.send_response_only(seen.status, seen.reason or None)
    for name, value in seen.response_headers:
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(seen.response_body)))
    handler.end_headers()
    if seen.method != "HEAD":
        handler.wfile.write(seen.response_body)
    seen.took_ms = (time.time() - seen.started) * 1000


def _passing_on(front):
    class PassingOn(_Handler):
        def handle_any(self):
            seen = _read(self, "https")
            host = self.headers.get("Host", "")
            server = http.client.HTTPConnection("127.0.0.1", front.backends[host], timeout=20)
            server.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in seen.request_headers:
                server.putheader(name, value)
            server.putheader("X-Forwarded-Proto", "https")
            server.endheaders(seen.request_body)
            answer = server.getresponse()
            seen.response_body = answer.read()
            seen.status, seen.reason = answer.status, answer.reason
            seen.response_headers = [pair for pair in answer.getheaders() if pair[0].lower() not in HOP_BY_HOP]
            if not seen.header("date"):  # whoever passes an answer on adds it (RFC 9110 6.6.1)
                seen.response_headers.append(("Date", formatdate(usegmt=True)))
            front.seen.append(seen)
            _answer(self, seen)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD = handle_any

    return PassingOn


def _sending_to_https(front):
    class SendingToHttps(_Handler):
        def handle_any(self):
            seen = _read(self, "http")
            seen.status, seen.reason = 301, "Moved Permanently"
            seen.response_headers = [("Location", seen.url.replace("http:", "https:", 1)), ("Content-Type", "text/html")]
            seen.response_body = b"<html><head><title>301 Moved Permanently</title></head></html>\r\n"
            front.seen.append(seen)
            _answer(self, seen)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD = handle_any

    return SendingToHttps
