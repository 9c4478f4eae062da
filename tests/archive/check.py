"""Compares the tables that Spark and DuckDB make of a folder with a plain run of `eosin pipe`.

    cargo build
    python3 -m venv VENV && VENV/bin/pip install -r tests/archive/requirements.txt
    VENV/bin/python tests/archive/check.py target/debug/eosin

Spark needs Java 17 or later. `cargo xtask archive` does all of this. Not part of `cargo xtask test`,
since it takes half a gigabyte of another language's packages.

The folder is the corpus and three documents that cannot be read. Spark is killed after its first batch
and started again, which must leave that batch alone. One of the runs is by an Eosin that ends at a
certain word, which must cost that document only.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as parquet

HERE = Path(__file__).parent
EOSIN = str(Path(sys.argv[1]).resolve())
BIN = Path(sys.executable).parent
BATCHES = 3
COLUMNS = ["id", "start", "end", "kind", "text", "value", "entity", "rule", "certainty"]
ENVIRONMENT = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYSPARK_PYTHON": sys.executable}


def row(mention, id):
    row = {**mention, "id": id}
    row["value"] = json.dumps(row["value"], sort_keys=True)
    return tuple(row.get(column) for column in COLUMNS)


def plain(folder):
    """Rows of a plain run, sorted."""
    texts = [(path.name, path.read_bytes().decode()) for path in sorted(folder.glob("*.txt")) if good(path)]
    lines = "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts)
    answers = subprocess.run([EOSIN, "pipe"], input=lines.encode(), check=True, capture_output=True).stdout
    answers = [json.loads(line) for line in answers.splitlines()]
    return sorted((row(one, answer["id"]) for answer in answers for one in answer["mentions"]), key=repr)


def good(path):
    return path.name not in BAD


def table(path):
    return parquet.read_table(path).to_pylist()


def mentions(path):
    rows = table(path)
    for one in rows:
        one["value"] = json.loads(one["value"])
    return sorted((row(one, one["id"]) for one in rows), key=repr)


def spark(folder, out, eosin, kill_after=None):
    """Runs the recipe; what it printed. With `kill_after`, until so many batches are done."""
    command = [BIN / "spark-submit", "--master", "local[2]", HERE / "spark.py", folder, out]
    command += ["--eosin", eosin, "--batches", str(BATCHES)]
    run = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, start_new_session=True
    )
    if kill_after is None:
        said, complaints = run.communicate()
        assert run.returncode == 0, complaints[-3000:]
        return said
    while len(list(out.glob("documents/batch=*/_SUCCESS"))) < kill_after:
        assert run.poll() is None, "it ended before it could be killed: " + run.communicate()[1][-3000:]
        time.sleep(0.02)
    os.killpg(run.pid, 9)
    run.communicate()


def marks(out):
    return {path: path.stat().st_mtime_ns for path in out.glob("*/batch=*/*.parquet")}


BAD = {
    "latin.txt": ("Réglée à 5 francs: no UTF-8".encode("latin-1"), "it is no UTF-8"),
    "empty.txt": (b"", "it is empty"),
    "blank.txt": (b" \n\t\n", "it is empty"),
}


def reasons(rows):
    return {one["id"]: one["reason"] for one in rows if one["reason"]}


def check_reasons(found, wanted):
    assert found.keys() == wanted.keys(), (found, wanted)
    for id, reason in wanted.items():
        assert found[id].startswith(reason), (id, found[id])


def main():
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        folder = home / "texts"
        folder.mkdir()
        for path in (HERE.parent / "corpus").glob("*.txt"):
            shutil.copy(path, folder)
        for name, (content, _) in BAD.items():
            (folder / name).write_bytes(content)
        wanted = plain(folder)
        assert wanted, "nothing is found at all"
        bad = {name: reason for name, (_, reason) in BAD.items()}

        out = home / "spark"
        spark(folder, out, EOSIN, kill_after=1)
        before = marks(out)
        done = [path.parent.name for path in out.glob("documents/batch=*/_SUCCESS")]
        said = spark(folder, out, EOSIN)
        assert said.count("done before") == len(done) < BATCHES, said
        after = marks(out)
        kept = {path: time for path, time in before.items() if path.parent.name in done}
        assert kept and kept.items() <= after.items(), "a batch that was done was written again"
        assert mentions(out / "mentions") == wanted, "Spark's table differs"
        check_reasons(reasons(table(out / "documents")), bad)
        print(f"Spark: {len(wanted)} mentions as in a plain run, after a kill; {len(bad)} documents set aside")

        out = home / "duckdb"
        subprocess.run([HERE / "duckdb.sh", folder, out, EOSIN], check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
        assert mentions(out / "mentions.parquet") == wanted, "DuckDB's table differs"
        check_reasons(reasons(table(out / "documents.parquet")), bad)
        print(f"DuckDB: {len(wanted)} mentions as in a plain run; {len(bad)} documents set aside")

        # An Eosin that ends where it meets one document's words.
        words = "Zonkwort"
        (folder / "poison.txt").write_text(f"Larkspur paid $5 million for {words}.\n")
        brittle = home / "brittle"
        brittle.write_text(
            f"#!{sys.executable}\nimport subprocess, sys\nlines = sys.stdin.buffer.read()\n"
            f"sys.exit(134) if b'{words}' in lines else "
            f"sys.exit(subprocess.run([{EOSIN!r}, 'pipe'], input=lines).returncode)\n"
        )
        brittle.chmod(0o755)
        out = home / "brittle-out"
        spark(folder, out, brittle)
        assert mentions(out / "mentions") == wanted, "one bad document cost others"
        check_reasons(reasons(table(out / "documents")), {**bad, "poison.txt": "eosin ended with 134"})
        print("Spark: a document that ends Eosin costs itself only")


main()
