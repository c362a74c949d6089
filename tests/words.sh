#!/bin/sh
# The words of both languages, as TAP: all that the sources and the schema say is translated, and README's
# key list is the action table's. HOTLINE: the program under test.
cd "$(dirname "$0")/.." || exit 1
HOTLINE=${HOTLINE:-build/hotline}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
n=0
bad=0
# check NAME LINES: the offending lines
check() {
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        echo "$2" | sed 's/^/# /'
        bad=1
    fi
}
make -s pot B="$folder" >/dev/null || exit 1
msgmerge --quiet --no-fuzzy-matching -o "$folder/new.po" common/po/zh_CN.po "$folder/gen/hotline.pot"
check 'every sentence is translated' \
    "$(msgattrib --untranslated --no-obsolete "$folder/new.po" | sed -n '/^msgid "\(..*\)"/p; /^"/p' | sed '1,/Plural-Forms/d')"
check 'no translation is left over' "$(msgattrib --only-obsolete "$folder/new.po")"
# readme_keys BEGIN END LANG: how README's list differs from the table's
readme_keys() {
    "$HOTLINE" --lang "$3" keys > "$folder/keys"
    sed -n "/<!-- $1 -->/,/<!-- $2 -->/p" README.md | sed '1d;$d' > "$folder/readme"
    diff "$folder/readme" "$folder/keys"
}
check "README's keys are the action table's (make keys)" "$(readme_keys keys 'end of keys' en)"
check "and in Chinese" "$(readme_keys 按键 按键完 zh)"
echo "1..$n"
exit $bad
