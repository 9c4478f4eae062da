"""Reads a folder of texts with `eosin pipe` under Apache Spark, into Parquet tables.

    spark-submit tests/archive/spark.py TEXTS OUT --eosin EOSIN [--batches N] [--glob '*.txt'] [--seconds S]

TEXTS is a folder, or any address that Spark reads (`hdfs:`, `s3a:`). Two tables come of it:

    OUT/mentions/batch=K/*.parquet     id, start, end, kind, text, value, entity, rule, certainty
    OUT/documents/batch=K/*.parquet    id, bytes, mentions, reason

`id` is the name below TEXTS. `start` and `end` are UTF-8 bytes, `value` is JSON. A document has a `reason` where it could not be read: it
is no UTF-8, it is empty, or Eosin stopped or took too long on it; the others go on.

Documents are divided into batches by their names. A batch is done when its documents are written; run
again, the batches that are done are left as they are. On a cluster EOSIN has to be on every machine
(`spark-submit --files eosin` puts it there, as `./eosin`).
"""

import argparse
import json
import re
import subprocess
import zlib
from urllib.parse import unquote

from pyspark.sql import SparkSession
from pyspark.sql.types import IntegerType, LongType, StringType, StructField, StructType

# Documents handed to one run of Eosin. A document that ends it costs a few runs more.
AT_ONCE = 200

MENTIONS = StructType([
    StructField("id", StringType(), False),
    StructField("start", LongType(), False),
    StructField("end", LongType(), False),
    StructField("kind", StringType(), False),
    StructField("text", StringType(), False),
    StructField("value", StringType(), False),
    StructField("entity", StringType()),
    StructField("rule", StringType(), False),
    StructField("certainty", StringType(), False),
])
DOCUMENTS = StructType([
    StructField("id", StringType(), False),
    StructField("bytes", LongType(), False),
    StructField("mentions", IntegerType()),
    StructField("reason", StringType()),
])


def plain(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pipe(eosin, seconds, documents):
    """Answers by id, and reasons by id for those that have none. `documents` is a list of (id, text)."""
    lines = "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in documents)
    try:
        run = subprocess.run(
            [eosin, "pipe"], input=lines.encode(), capture_output=True, timeout=seconds * len(documents)
        )
        failed = f"eosin ended with {run.returncode}: {run.stderr.decode(errors='replace').strip()[-300:]}"
        answers = [json.loads(line) for line in run.stdout.splitlines()] if run.returncode == 0 else []
        if run.returncode == 0 and len(answers) != len(documents):
            failed = f"eosin answered {len(answers)} of {len(documents)}"
    except subprocess.TimeoutExpired:
        answers, failed = [], f"eosin took more than {seconds} seconds"
    if len(answers) == len(documents):
        return {answer["id"]: answer["mentions"] for answer in answers}, {}
    if len(documents) == 1:
        return {}, {documents[0][0]: failed}
    # One of them is to blame: in halves, until it is alone.
    half = len(documents) // 2
    first, second = (pipe(eosin, seconds, part) for part in (documents[:half], documents[half:]))
    return first[0] | second[0], first[1] | second[1]


def read(eosin, seconds):
    """Rows of both tables for a partition of files: ("documents" or "mentions", row)."""

    def of(chunk, sizes, reasons):
        mentions, failed = pipe(eosin, seconds, chunk) if chunk else ({}, {})
        for id, reason in (reasons | failed).items():
            yield "documents", (id, sizes[id], None, reason)
        for id, list in mentions.items():
            yield "documents", (id, sizes[id], len(list), None)
            for one in list:
                entity = one.get("entity")
                yield "mentions", (
                    id, one["start"], one["end"], one["kind"], one["text"], plain(one["value"]), entity,
                    one["rule"], one["certainty"],
                )

    def partition(files):
        chunk, sizes, reasons = [], {}, {}
        for id, content in files:
            content = bytes(content)
            sizes[id] = len(content)
            try:
                text = content.decode()
                if text.strip():
                    chunk.append((id, text))
                else:
                    reasons[id] = "it is empty"
            except UnicodeDecodeError as problem:
                reasons[id] = f"it is no UTF-8: {problem.reason} at byte {problem.start}"
            if len(chunk) == AT_ONCE:
                yield from of(chunk, sizes, reasons)
                chunk, sizes, reasons = [], {}, {}
        yield from of(chunk, sizes, reasons)

    return partition


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("texts")
    arguments.add_argument("out")
    arguments.add_argument("--eosin", default="./eosin")
    arguments.add_argument("--glob", default="*.txt")
    arguments.add_argument("--batches", type=int, default=100)
    arguments.add_argument("--seconds", type=float, default=20)
    wanted = arguments.parse_args()

    spark = SparkSession.builder.appName("eosin").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    hadoop = spark._jvm.org.apache.hadoop.fs.Path

    def is_done(batch):
        mark = hadoop(f"{wanted.out}/documents/batch={batch}/_SUCCESS")
        return mark.getFileSystem(spark._jsc.hadoopConfiguration()).exists(mark)

    files = (
        spark.read.format("binaryFile")
        .option("recursiveFileLookup", "true")
        .option("pathGlobFilter", wanted.glob)
        .load(wanted.texts)
    )
    top = hadoop(wanted.texts)
    top = top.getFileSystem(spark._jsc.hadoopConfiguration()).makeQualified(top).toString()

    def named(path):
        return path.removeprefix(top).lstrip("/")

    # The names alone: what is in a file is read when its batch is.
    paths = [re.sub("^file:/+", "file:/", unquote(path)) for path in files.inputFiles()]
    batches = {}
    for path in paths:
        batches.setdefault(zlib.crc32(named(path).encode()) % wanted.batches, []).append(path)
    for batch, paths in sorted(batches.items()):
        if is_done(batch):
            print(f"batch {batch}: done before", flush=True)
            continue
        content = spark.read.format("binaryFile").load(paths).select("path", "content")
        cores = spark.sparkContext.defaultParallelism
        rows = content.rdd.map(lambda row: (named(row.path), row.content))
        # Spark leaves out what has no bytes.
        empty = set(map(named, paths)) - set(content.select("path").rdd.map(lambda row: named(row.path)).collect())
        rows = rows.union(spark.sparkContext.parallelize([(id, b"") for id in sorted(empty)])).repartition(cores)
        rows = rows.mapPartitions(read(wanted.eosin, wanted.seconds)).cache()
        # The documents last: their mark says that the batch is done.
        for table, schema in (("mentions", MENTIONS), ("documents", DOCUMENTS)):
            part = rows.filter(lambda row, table=table: row[0] == table).map(lambda row: row[1])
            frame = spark.createDataFrame(part, schema)
            frame.write.mode("overwrite").parquet(f"{wanted.out}/{table}/batch={batch}")
        rows.unpersist()
        print(f"batch {batch}: {len(paths)} documents", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
