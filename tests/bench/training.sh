#!/bin/sh
# What training costs: the callers' beat with 20 open drills, the list of 60 scenarios with 5,000 results of one person.
# A line for each figure: bench NAME VALUE UNIT. Run beside a server: make bench
set -eu
psql -X -q -v ON_ERROR_STOP=1 -f "$(dirname "$0")/training.sql"
