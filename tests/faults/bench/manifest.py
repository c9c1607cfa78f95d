"""The list of recordings, with what is known of each."""

import json

HEAD = "Written by tests/faults/record.py: each conversation, its known cause by form, and whether the recording shows it."


def write_manifest(file, rows, servers, partly):
    """Writes the rows of these servers, and keeps those of the others. A partial run replaces only what it made."""
    kept = json.loads(file.read_text()) if file.exists() else {}
    fresh = {row["id"] for kind in rows.values() for row in kind}
    made_now = fresh.__contains__ if partly else lambda id: id.split("/")[0] in servers
    kinds = {}
    for kind, made in rows.items():
        old = [row for row in kept.get(kind, []) if not made_now(row["id"])]
        kinds[kind] = sorted(old + [_plain(row) for row in made], key=lambda row: row["id"])
    lists = ",\n".join(f'"{kind}": [\n{_lines(of)}\n]' for kind, of in kinds.items())
    file.write_text(f'{{\n"about": "{HEAD}",\n{lists}\n}}\n')


def _plain(row):
    case = row["case"]
    plain = {"id": row["id"], "what": case.what}
    for form in row["forms"]:
        plain[form] = {"causes": case.cause[form].split(), "shown": _shown(row, form)} if case.cause else {}
    return plain


def _shown(row, form):
    """Words show a cause only where they were said, and some mistakes nothing but an answer in the right words."""
    shown = row["case"].shown[form]
    return "nothing" if row["untold"] or shown == "words" and not row["told"] else shown


def _lines(rows):
    return ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
