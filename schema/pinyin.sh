#!/bin/sh
# Writes the reading of each Chinese character, by ICU's Han-Latin transliteration without tones (ü: v,
# as it is typed), a line a syllable: "ba 八巴把…". The build puts it into the program; it is no source.
set -eu
export LC_ALL=C
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
perl -e 'binmode STDOUT, ":utf8"; print chr, "\n" for 0x4e00 .. 0x9fff' > "$folder/hanzi"
uconv -f UTF-8 -t UTF-8 -x '::Han-Latin; [ǖǘǚǜü] > v; ::Latin-ASCII; ::Lower;' < "$folder/hanzi" > "$folder/latin"
paste -d ' ' "$folder/latin" "$folder/hanzi" \
    | awk '$1 ~ /^[a-z]+$/ { all[$1] = all[$1] $2 } END { for (s in all) print s, all[s] }' | sort
