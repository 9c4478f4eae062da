#!/bin/sh
# The same two tables by DuckDB's command line, on one machine:
#
#     tests/archive/duckdb.sh TEXTS OUT EOSIN
#
# writes OUT/mentions.parquet and OUT/documents.parquet, with the columns of tests/archive/spark.py.
set -eu
texts=$1 out=$2 eosin=$3
mkdir -p "$out"

# What is no UTF-8 becomes NULL and is set aside with what is empty; the rest goes through Eosin.
duckdb "$out/eosin.duckdb" -c "
    CREATE OR REPLACE TABLE files AS
        SELECT parse_filename(filename) AS id, size AS bytes, try(decode(content)) AS text
        FROM read_blob('$texts/*.txt');
    COPY (SELECT id, text FROM files WHERE trim(text, e' \t\r\n') <> '' ORDER BY id)
        TO '$out/texts.jsonl' (FORMAT json);"
"$eosin" pipe < "$out/texts.jsonl" > "$out/mentions.jsonl"
duckdb "$out/eosin.duckdb" -c "
    CREATE OR REPLACE TABLE answers AS
        SELECT id, mentions FROM read_json('$out/mentions.jsonl', format = 'newline_delimited',
            maximum_object_size = 1000000000, columns = {id: 'VARCHAR', mentions: 'STRUCT(
                \"start\" BIGINT, \"end\" BIGINT, kind VARCHAR, \"text\" VARCHAR, \"value\" JSON, entity VARCHAR,
                rule VARCHAR, certainty VARCHAR)[]'});
    COPY (SELECT id, unnest(mentions, recursive := true) FROM answers) TO '$out/mentions.parquet';
    COPY (SELECT id, bytes, len(mentions) AS mentions,
              CASE WHEN text IS NULL THEN 'it is no UTF-8' WHEN mentions IS NULL THEN 'it is empty' END AS reason
          FROM files LEFT JOIN answers USING (id)) TO '$out/documents.parquet';"
rm "$out/texts.jsonl" "$out/mentions.jsonl" "$out/eosin.duckdb"
