"""Opens every export with a reader of its own and compares it with what `eosin pipe`'s rows say.

    cargo build
    python3 -m venv VENV && VENV/bin/pip install -r tests/readers/requirements.txt
    VENV/bin/python tests/readers/check.py target/debug/eosin FILE.txt...

Not part of `cargo xtask test`, since it needs packages of another language. What the formats promise is
tested there too, by tests/it/exports.rs.
"""

import csv
import io
import json
import subprocess
import sys
import zipfile

from bioc import biocjson, brat, validator
import icalendar
import jsonschema
import openpyxl

EOSIN, *FILES = sys.argv[1:]


def run(*arguments):
    return subprocess.run([EOSIN, *arguments], check=True, capture_output=True).stdout


def export(form, *more):
    return run("extract", *FILES, "--format", form, *more)


# Offsets are places in the text as it was read: without Markdown's escapes, for one.
texts = {one["id"]: one["text"] for one in map(json.loads, run("text", *FILES, "--format", "json").splitlines())}
wanted = []
for line in run("extract", *FILES, "--format", "jsonl").splitlines():
    one = json.loads(line)
    for mention in one["mentions"]:
        data = texts[one["id"]].encode()
        assert data[mention["start"]:mention["end"]].decode() == mention["text"]
        start = len(data[: mention["start"]].decode())
        wanted.append((one["id"], mention["kind"], start, start + len(mention["text"]), mention["text"]))
print(len(wanted), "mentions in", len(FILES), "files")


def same(what, found):
    assert sorted(found) == sorted(wanted), (what, [x for x in found if x not in wanted][:3], [x for x in wanted if x not in found][:3])
    print(f"{what}: {len(found)} mentions, equal")


schema = json.loads(run("schema"))
jsonschema.Draft202012Validator.check_schema(schema)
UNITS = {
    "utf-8-bytes": lambda text: text.encode(),
    "utf-16-units": lambda text: text.encode("utf-16-le"),
    "code-points": lambda text: text,
}
for unit, coded in UNITS.items():
    width = 2 if unit == "utf-16-units" else 1
    back = {"utf-8-bytes": lambda part: part.decode(), "utf-16-units": lambda part: part.decode("utf-16-le"), "code-points": str}[unit]
    value = json.loads(export("json", "--offsets", unit))
    jsonschema.validate(value, schema)
    found = []
    for document in value["documents"]:
        data = coded(texts[document["name"]])
        assert document["length"] * width == len(data)
        for mention in document["mentions"]:
            part = back(data[mention["start"] * width : mention["end"] * width])
            assert part == mention["text"], (part, mention["text"])
            start = len(back(data[: mention["start"] * width]))
            found.append((document["name"], mention["kind"], start, start + len(part), part))
    same(f"json {unit}", found)

rows = list(csv.DictReader(io.StringIO(export("csv", "--offsets", "code-points").decode(), newline="")))
plain = lambda text: text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text
same("csv", [(row["document"], row["kind"], int(row["start"]), int(row["end"]), plain(row["text"])) for row in rows])

sheet = openpyxl.load_workbook(io.BytesIO(export("xlsx", "--offsets", "code-points")))
mentions = sheet["Mentions"]
names = [cell.value for cell in mentions[1]]
rows = [dict(zip(names, [cell.value for cell in row])) for row in mentions.iter_rows(min_row=2)]
same("xlsx", [(row["document"], row["kind"], row["start"], row["end"], row["text"]) for row in rows])
assert not any(cell.data_type == "f" for row in mentions.iter_rows() for cell in row)
assert sheet["Documents"].max_row == len(FILES) + 1

collection = biocjson.loads(export("bioc").decode())
found = []
for document in collection.documents:
    name = document.infons["name"]
    assert "".join(passage.text for passage in document.passages) == texts[name]
    for passage in document.passages:
        for annotation in passage.annotations:
            span = annotation.total_span
            part = texts[name][span.offset : span.end]
            assert part == annotation.text
            found.append((name, annotation.infons["type"], span.offset, span.end, part))
validator.BioCValidator(onerror=lambda message, _: (_ for _ in ()).throw(AssertionError(message))).validate(collection)
same("bioc", found)

archive = zipfile.ZipFile(io.BytesIO(export("brat")))
assert archive.testzip() is None
found = []
stems = sorted(name[:-4] for name in archive.namelist() if name.endswith(".txt"))
for stem, name in zip(stems, FILES):
    document = brat.loads(archive.read(stem + ".txt").decode(), archive.read(stem + ".ann").decode())
    text = document.text
    assert text == texts[name]
    for entity in document.entities:
        pieces = sorted((place.begin, place.end) for place in entity.locations)
        assert " ".join(" ".join(text[a:b].split()) for a, b in pieces) == entity.text, (entity.text, pieces)
        start, end = pieces[0][0], pieces[-1][1]
        found.append((name, entity.type, start, end, text[start:end]))
same("brat", found)

page = json.loads(export("web-annotation"))
assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
found = []
for one in page["items"]:
    quote, place = one["target"]["selector"]
    name = one["target"]["source"]["name"]
    text = texts[name]
    assert text[place["start"] : place["end"]] == quote["exact"]
    assert text[: place["start"]].endswith(quote["prefix"]) and text[place["end"] :].startswith(quote["suffix"])
    found.append((name, one["body"][0]["value"], place["start"], place["end"], quote["exact"]))
same("web-annotation", found)

calendar = icalendar.Calendar.from_ical(export("ics"))
events = list(calendar.walk("VEVENT"))
dates = [mention for mention in wanted if mention[1] == "date"]
told = "\n".join(str(event["DESCRIPTION"]) for event in events)
missing = [mention[4] for mention in dates if f"“{' '.join(mention[4].split())}” in:" not in told]
assert all(event["DTSTART"] for event in events) and len({str(event["UID"]) for event in events}) == len(events)
print(f"ics: {len(events)} events for {len(dates)} dates; without settled days: {missing}")

workspace = json.loads(export("workspace"))
found = []
for item in workspace["documents"]:
    document = item["document"]
    data = document["text"].encode()
    assert document["text"] == texts[document["name"]]
    for mention in item["mentions"]:
        start = len(data[: mention["span"]["start"]].decode())
        part = data[mention["span"]["start"] : mention["span"]["end"]].decode()
        found.append((document["name"], mention["kind"], start, start + len(part), part))
same("workspace", found)

html = export("html").decode()
assert "<script" not in html.lower() and "javascript:" not in html.lower() and html.count("<main>") == len(FILES)
print("html:", html.count(' id="m'), "first marks of", len(wanted))
assert html.count(' id="m') == len(wanted)
