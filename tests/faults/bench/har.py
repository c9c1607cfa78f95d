"""HAR 1.2, as a proxy writes it: every header that travelled, credentials included."""

import base64
import json
from datetime import datetime, timezone
from urllib.parse import parse_qsl, urlsplit


def har(seen):
    """The recording of these exchanges."""
    log = {"version": "1.2", "creator": {"name": "loopback front", "version": "1"}, "entries": [_entry(s) for s in seen]}
    return json.dumps({"log": log}, separators=(",", ":"), ensure_ascii=False) + "\n"


def _entry(seen):
    started = datetime.fromtimestamp(seen.started, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    took = round(seen.took_ms, 1)
    return {
        "startedDateTime": started,
        "time": took,
        "request": _request(seen),
        "response": _response(seen),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
    }


def _request(seen):
    request = {
        "method": seen.method,
        "url": seen.url,
        "httpVersion": "HTTP/1.1",
        "headers": _pairs(seen.request_headers),
        "queryString": _pairs(parse_qsl(urlsplit(seen.url).query, keep_blank_values=True)),
        "cookies": [],
        "headersSize": -1,
        "bodySize": len(seen.request_body),
    }
    if seen.request_body:
        request["postData"] = _post_data(seen)
    return request


def _post_data(seen):
    mime = next((value for name, value in seen.request_headers if name.lower() == "content-type"), "")
    text = seen.request_body.decode("utf-8", "replace")
    data = {"mimeType": mime}
    if mime.startswith("application/x-www-form-urlencoded"):
        data["params"] = _pairs(parse_qsl(text, keep_blank_values=True))
    return data | {"text": text}


def _response(seen):
    return {
        "status": seen.status,
        "statusText": seen.reason,
        "httpVersion": "HTTP/1.1",
        "headers": _pairs(seen.response_headers),
        "cookies": [],
        "content": _content(seen),
        "redirectURL": seen.header("location"),
        "headersSize": -1,
        "bodySize": len(seen.response_body),
    }


def _content(seen):
    content = {"size": len(seen.response_body), "mimeType": seen.header("content-type")}
    try:
        return content | {"text": seen.response_body.decode()}
    except UnicodeDecodeError:
        return content | {"text": base64.b64encode(seen.response_body).decode(), "encoding": "base64"}


def _pairs(pairs):
    return [{"name": name, "value": value} for name, value in pairs]
