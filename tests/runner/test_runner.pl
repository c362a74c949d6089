#!/usr/bin/perl
# Does tests/run.pl count right? Crafted programs that pass, fail, skip, crash, hang and lie.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Test::More;
use Time::HiRes qw(time);

my $runner = dirname(__FILE__) . '/../run.pl';
my $folder = tempdir(CLEANUP => 1);
my $pid_file = "$folder/pid";

sub program {
    my ($name, $body) = @_;
    open(my $file, '>', "$folder/$name.sh") or die "$name: $!";
    print $file "#!/bin/sh\n$body\n";
    close $file;
    chmod 0755, "$folder/$name.sh";
    return "$folder/$name.sh";
}

# in: what to run. out: the last line, the exit status, everything printed.
sub run {
    my @args = @_;
    open(my $out, '-|', $^X, $runner, @args) or die "$runner: $!";
    my @lines = <$out>;
    close $out;
    chomp(my $last = $lines[-1] // '');
    return ($last, $? >> 8, join '', @lines);
}

sub counts {
    my ($name, $body, $expected, $status, $shown) = @_;
    my ($last, $got, $text) = run('--limit', 20, program($name, $body));
    is($last, $expected, "$name: the count");
    is($got, $status, "$name: the exit status");
    like($text, $shown, "$name: says why") if $shown;
    return;
}

counts('pass', 'echo 1..2; echo ok 1; echo ok 2', '2 passed, 0 failed', 0);
counts('fail', 'echo 1..2; echo ok 1; echo "# screen:"; echo "# 工单"; echo not ok 2 - second; exit 1',
    '1 passed, 1 failed', 1, qr/# screen:\n# 工单\nnot ok 2 - second/);
counts('fail_status_zero', 'echo 1..1; echo not ok 1', '0 passed, 1 failed', 1);
counts('standard_error', 'echo 1..1; echo on the other pipe >&2; echo not ok 1',
    '0 passed, 1 failed', 1, qr/on the other pipe/);
counts('skip', 'echo 1..2; echo ok 1; echo "ok 2 - bus # SKIP no session bus"',
    '1 passed, 0 failed, 1 skipped', 0, qr/skipped: .*skip\.sh: - bus: no session bus/);
counts('skip_all', 'echo "1..0 # SKIP no server here"',
    '0 passed, 0 failed, 1 skipped', 1, qr/no server here/);
counts('todo', 'echo 1..2; echo ok 1; echo "not ok 2 - later # TODO half"',
    '1 passed, 0 failed, 1 skipped', 0);
counts('crash', 'echo 1..1; echo ok 1; kill -SEGV $$',
    '1 passed, 1 failed', 1, qr/ended by signal 11/);
counts('status', 'echo 1..1; echo ok 1; exit 3',
    '1 passed, 1 failed', 1, qr/ended with status 3/);
counts('no_plan', 'echo ok 1', '1 passed, 1 failed', 1, qr/No plan/);
counts('short', 'echo 1..3; echo ok 1', '1 passed, 1 failed', 1, qr/planned 3 tests but ran 1/);
counts('silent', 'exit 0', '0 passed, 1 failed', 1, qr/nothing ran/);
counts('bail', 'echo 1..2; echo ok 1; echo "Bail out! assertion"; exit 1',
    '1 passed, 1 failed', 1, qr/Bail out! assertion/);
counts('half_line', 'printf "1..1\nok 1\nhalf"; kill -ABRT $$',
    '1 passed, 1 failed', 1, qr/half\n# ended by signal 6/);

my ($last, $status) = run("$folder/absent.sh");
is($last, '0 passed, 1 failed', 'a program that is not there');

# a program that hangs, with a child that hangs: both are ended, the others still run
my $hang = program('hang', "echo 1..2; echo ok 1; tail -f /dev/null & echo \$! > $pid_file; wait");
my $began = time;
($last, $status, my $text) = run('--limit', 3, $hang, program('after', 'echo 1..1; echo ok 1'));
is($last, '2 passed, 1 failed', 'hang: the count');
is($status, 1, 'hang: the exit status');
like($text, qr/took longer than 3 s/, 'hang: says why');
cmp_ok(time - $began, '<', 15, 'hang: the limit holds');
chomp(my $child = do { local @ARGV = ($pid_file); <> });
ok(!kill(0, $child) || state_of($child) eq 'Z', 'hang: its child is ended too');

sub state_of {
    my ($pid) = @_;
    open(my $file, '<', "/proc/$pid/stat") or return 'Z';
    return (split ' ', <$file> =~ s/.*\)//r)[0];
}

# a child in a session of its own keeps the pipe open: the runner does not wait for it
$began = time;
my $leaves = "echo 1..1; echo ok 1; setsid tail -f /dev/null & echo \$! > $pid_file";
($last) = run(program('leaves_child', $leaves));
is($last, '1 passed, 0 failed', 'a child left behind: the count');
cmp_ok(time - $began, '<', 15, 'a child left behind is not waited for');
chomp($child = do { local @ARGV = ($pid_file); <> });
kill KILL => $child;

# a runner that is killed takes its programs along
unlink $pid_file;
my $killed = open(my $out, '-|', $^X, $runner, $hang) // die "$runner: $!";
$began = time;
1 until -s $pid_file || time - $began > 15;
kill KILL => $killed;
chomp($child = do { local @ARGV = ($pid_file); <> });
$began = time;
1 while time - $began < 15 && state_of($child) ne 'Z';
is(state_of($child), 'Z', 'a killed runner: its programs are ended');

# sql files go through the given command, one at a time
for my $name (qw(one two)) {
    open(my $sql, '>', "$folder/$name.sql") or die $!;
    print $sql "ok 1\n1..1\n";
    close $sql;
}
my $reader = program('reader', "mkdir $folder/busy || exit 9; cat \"\$1\"; rmdir $folder/busy");
($last) = run('--sql-prefix', $reader, "$folder/one.sql", "$folder/two.sql");
is($last, '2 passed, 0 failed', 'sql: the count');

# two programs that need each other prove that two run at once
my $meet = "mkfifo $folder/meet 2>/dev/null; echo 1..1;";
($last) = run('--limit', 20, program('left', "$meet echo x > $folder/meet && echo ok 1"),
    program('right', "$meet read x < $folder/meet && echo ok 1"));
is($last, '2 passed, 0 failed', 'two programs at once');

done_testing();
