#!/bin/sh
# What judging a return costs beside SIZE stored tickets (1,000,000 by itself): the units' records, the lists.
# A line for each figure: bench NAME VALUE UNIT. Run beside a server: make bench
set -eu
psql -X -q -v ON_ERROR_STOP=1 -v size="${SIZE:-1000000}" -f "$(dirname "$0")/objection.sql"
