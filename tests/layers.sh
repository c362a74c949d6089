#!/bin/sh
# The layer check, as TAP: who may include what, where SQL and curses may be, how long files are.
cd "$(dirname "$0")/.."
n=0
bad=0
# check NAME LINES: the offending lines
check() {
    n=$((n + 1))
    found=$2
    if [ -z "$found" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        echo "$found" | sed 's/^/# /'
        bad=1
    fi
}
# string literals of the sources of a room, one a line, comments left out
literals() {
    gcc -fpreprocessed -dD -E -P "$@" 2>/dev/null | grep -oE '"([^"\\]|\\.)*"'
}
check 'common knows no screen' "$(grep -nE '#include *[<"](n?cursesw?|ncurses.*|curses|libnotify/notify|tui/.*)\.h' common/*.[ch])"
check 'tui knows no libpq' "$(grep -nE 'libpq-fe\.h|\bPG(conn|result)\b' tui/*.[ch])"
check 'no SQL in tui' "$(for f in tui/*.c; do literals "$f" | grep -iE '"[^"]*\b(select [^"]* from|select api|insert into|update [a-z_.]+ set|delete from)\b' | sed "s|^|$f: |"; done)"
check 'text reaches curses through one gate' "$(grep -nE '\b(addw?n?str|mvw?addw?n?str|w?printw|mvw?printw|addch|waddch|add_wch|addstr|addwstr)\b *\(' tui/*.c | grep -v '^tui/draw\.c:')"
check 'nothing that a screen waits for blocks' "$(grep -nE '\b(PQconnectdb(Params)?|PQexec(Params)?|PQreset|PQcancel) *\(' common/*.c tui/*.c     | grep -vE '^common/(schema|admin|admin_main|embed_keeper|db_connect)\.c:')"
check 'libpq stays inside its modules' "$(grep -nE 'libpq-fe\.h' common/*.h | grep -vE '^common/(db|admin)_private\.h:')"
check 'domains ask api, never tables' "$(grep -nE '"(select|insert|update|delete) ' common/*.c | grep -vE 'from api\.|select api\.|"select [^"]*[a-z] "$|path, kind "$|^common/(schema|db|db_link|embed_keeper|demo|outbox|simulate[a-z_]*)\.c:'    )"
check 'no file that is named after nothing' "$(git ls-files 2>/dev/null | grep -E '/(util|utils|helper|helpers|manager)[._]')"
check 'files are small rooms' "$(git ls-files '*.c' '*.h' '*.sql' '*.sh' | xargs wc -l | awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines" }')"
check 'the top level holds the six rooms' "$(git ls-tree --name-only HEAD 2>/dev/null | grep -vxE 'tui|common|schema|tests|Makefile|README\.md|\.[A-Za-z].*')"
echo "1..$n"
exit $bad
