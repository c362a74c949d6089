#!/bin/sh
# The layer check, as TAP: who may include what, where SQL and curses may be, how long files are.
# An argument names another tree to check.
cd "${1:-$(dirname "$0")/..}" || exit 1
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
# every file that is part of the project or is about to be
files() {
    git ls-files --cached --others --exclude-standard 2>/dev/null | while read -r file; do
        [ -f "$file" ] && echo "$file"
    done
}
# the sources, each line as FILE:LINE:TEXT, comments left out
code() {
    perl -0777 -ne '
        s{("(?:\\.|[^"\\\n])*"|\x27(?:\\.|[^\x27\\\n])*\x27)|//[^\n]*|/\*.*?\*/}
         {defined $1 ? $1 : "\n" x ($& =~ tr/\n//)}gse;
        my $n = 0;
        print map { $n++; "$ARGV:$n:$_\n" } split /\n/;' "$@"
}
# their string literals, one a line, those that C joins joined: FILE:LITERAL
literals() {
    perl -0777 -ne '
        s{("(?:\\.|[^"\\\n])*"|\x27(?:\\.|[^\x27\\\n])*\x27)|//[^\n]*|/\*.*?\*/}
         {defined $1 ? $1 : " "}gse;
        s{^\s*\#\s*include[^\n]*}{}gm;
        s{\x27(?:\\.|[^\x27\\\n])*\x27}{ }g;
        1 while s{((?<!\\)(?:\\\\)*)"\s+"}{$1}g;
        print map { "$ARGV:$_\n" } m{"(?:\\.|[^"\\])*"}g;' "$@"
}
# calls of a family of functions: FILE:LINE:TEXT
calls() {
    pattern=$1
    shift
    code "$@" | grep -E "(^|[^A-Za-z0-9_])($pattern) *\\("
}
# the functions of curses that write text
writes='(mv)?w?(add|ins)_?n?(w?str|w?ch(n?str)?)|w?echo_?w?char|(mv)?w?printw|vw_?printw|putp|tputs'
blocking='PQ(connectdb(Params)?|setdb(Login)?|exec(Params|Prepared)?|prepare|describe[A-Za-z]*'
blocking="$blocking|reset|cancel|ping(Params)?|endcopy|fn)"

check 'common knows no screen' \
    "$(code common/*.[ch] \
    | grep -E '# *include *[<"]((n?curses[a-z]*|panel|form|menu|term|libnotify)[./]|tui/)')"
check 'tui knows no libpq' "$(code tui/*.[ch] | grep -E 'libpq-fe\.h|\bPG(conn|result)\b')"
check 'no SQL in tui' \
    "$(literals tui/*.[ch] | grep -iE '\b(select|insert into|update [a-z_.]+ set|delete from)\b')"
check 'text reaches curses through one gate' \
    "$(calls "$writes" tui/*.[ch] | grep -v '^tui/draw\.c:')"
check 'nothing that a screen waits for blocks' "$(calls "$blocking" common/*.[ch] tui/*.[ch] \
    | grep -vE '^common/(schema|admin|admin_main|past_import|learn|evaluate|embed|embed_keeper|embed_server|db_connect)\.c:')"
check 'libpq stays inside its modules' "$(code common/*.h \
    | grep -E 'libpq-fe\.h|\bPG(conn|result|cancel)\b' | grep -vE '^common/(db|admin)_private\.h:')"
check 'domains ask api, never tables' "$(code common/*.c \
    | grep -E '"(select|insert|update|delete) ' \
    | grep -vE 'from api\.|select api\.|"select [^"]*[a-z] "$|path, kind, search "$' \
    | grep -vE '^common/(schema|db|db_link|embed_keeper|demo|city|training_home|training_send|outbox|simulate[a-z_]*|switch_sim[a-z_]*)\.c:')"
check 'no file that is named after nothing' \
    "$(files | grep -E '(^|[/_-])(utils?|helpers?|managers?)([._-][^/]*)?(/|$)')"
check 'files are small rooms' "$(files | grep -E '\.(c|h|sql|sh|pl)$' \
    | while read -r file; do wc -l "$file"; done | awk '$1 > 500 { print $2 ": " $1 " lines" }')"
check 'the top level holds the six rooms' "$(
    files | sed 's,/.*,,' | sort -u \
    | grep -vxE 'tui|common|schema|tests|Makefile|README\.md|\.[A-Za-z].*'
    for room in tui common schema tests Makefile; do
        [ -e "$room" ] || echo "$room is not there"
    done)"
echo "1..$n"
exit $bad
