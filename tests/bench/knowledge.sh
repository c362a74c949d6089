#!/bin/sh
# What the search of articles costs and what it is worth: knowledge.sql (SIZE articles, 100,000 by itself),
# and how well it finds official replies by the titles of the questions, when the real data is beside the
# project. A line for each figure: bench NAME VALUE UNIT. Run beside a server: make bench
set -eu
HOTLINE=${HOTLINE:-build/hotline}
folder=$(dirname "$0")
replies=${REPLIES:-$folder/../../../shared/data/citizen-messages/replies-train.csv}
if [ -f "$replies" ]; then
    "$HOTLINE" import articles "$replies" >/dev/null 2>&1
    "$HOTLINE" search --queries "$replies" --column title --truth id \
        | awk '{ for (i = 1; i < NF; i += 2) print "bench official_reply_" $i, $(i + 1), $i == "queries" ? "questions" : "share" }'
    psql -X -q -c "delete from hotline.search_article" -c "delete from hotline.article"
else
    echo "# bench official_reply: skipped, the real questions and replies are not beside the project"
fi
psql -X -q -v ON_ERROR_STOP=1 -v size="${SIZE:-100000}" -f "$folder/knowledge.sql"
