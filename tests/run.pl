#!/usr/bin/perl
# Runs test programs (TAP) and counts them: the last line is "N passed, M failed", with
# ", K skipped" when there are any. Exit status 1 when something failed or nothing ran.
# .sql files are run by the command of --sql-prefix, one at a time and with nothing beside them:
# they sit in the database that other tests copy. The connection is the environment's (PG*).
use strict;
use warnings;
use Getopt::Long qw(GetOptionsFromArray);
use POSIX qw(WNOHANG);
use TAP::Parser;
use TAP::Parser::Multiplexer;
use Time::HiRes qw(time);

my %option = (jobs => 2, limit => 300, 'sql-prefix' => 'psql -X -q -At -v ON_ERROR_STOP=1 -f');

exit main(@ARGV);

sub main {
    my @args = @_;
    return supervise(@args[1 .. $#args]) if @args && $args[0] eq '--supervise';
    GetOptionsFromArray(\@args, \%option, 'jobs=i', 'limit=f', 'sql-prefix=s') && @args
        or die "usage: tests/run.pl [--jobs N] [--limit SECONDS] [--sql-prefix COMMAND] TEST ...\n";
    $| = 1;
    my @results = run_all(@args);
    return report(@results);
}

# ---- one program, ended with its process group when it takes too long

# Copies what the command prints until it ends or the limit has passed; its status, 128 + N for a
# signal, 124 for the limit. Children left behind may keep the pipe open: they are not waited for.
sub supervise {
    my ($limit, @command) = @_;
    my $until = time + $limit;
    my $runner = getppid;
    my $pid = open(my $out, '-|') // die "fork: $!\n";
    become(@command) if $pid == 0;
    local @SIG{qw(INT TERM HUP)} = (sub { kill KILL => -$pid; exit 143 }) x 3;
    my ($status, $late);
    until (defined $status) {
        copy($out, 0.05);
        $status = $? if waitpid($pid, WNOHANG) == $pid;
        kill KILL => -$pid if !$late && ($late = time > $until || getppid != $runner);
    }
    kill KILL => -$pid;
    1 while time < $until + 1 && copy($out, 0);
    return said("took longer than $limit s", 124) if $late;
    return said('ended by signal ' . ($status & 127), 128 + ($status & 127)) if $status & 127;
    return $status >> 8;
}

sub become {
    my @command = @_;
    setpgrp(0, 0);
    open(STDERR, '>&', \*STDOUT);
    open(STDIN, '<', '/dev/null');
    exec { $command[0] } @command or print "# $command[0]: $!\n";
    close STDOUT;
    POSIX::_exit(127);
}

sub copy {
    my ($out, $patience) = @_;
    my $ready = '';
    vec($ready, fileno $out, 1) = 1;
    return 0 if select($ready, undef, undef, $patience) < 1;
    my $read = sysread($out, my $bytes, 65536);
    # its output is closed but it still runs: no spinning
    select(undef, undef, undef, $patience) if !$read;
    syswrite(STDOUT, $bytes) if $read;
    return $read;
}

sub said {
    my ($sentence, $status) = @_;
    syswrite(STDOUT, "\n# $sentence\n");
    return $status;
}

# ---- all programs

sub command {
    my ($test) = @_;
    my @supervisor = ($^X, $0, '--supervise', $option{limit});
    return [@supervisor, split(' ', $option{'sql-prefix'}), $test] if $test =~ /\.sql$/;
    return [@supervisor, $test] if $test =~ /\.(?:sh|pl)$/;
    return [@supervisor, $test, '--tap'];
}

sub run_all {
    my (@tests) = @_;
    my @alone = grep { /\.sql$/ } @tests;
    my @others = grep { !/\.sql$/ } @tests;
    return (run_lanes($option{jobs}, @others), run_lanes(1, @alone));
}

sub run_lanes {
    my ($lanes, @waiting) = @_;
    my $multiplexer = TAP::Parser::Multiplexer->new;
    my @done;
    while (@waiting || $multiplexer->parsers) {
        start($multiplexer, shift @waiting) while @waiting && $multiplexer->parsers < $lanes;
        my ($parser, $run, $result) = $multiplexer->next;
        if (defined $result) {
            note($run, $result);
        } else {
            push @done, finish($parser, $run);
        }
    }
    return @done;
}

sub start {
    my ($multiplexer, $test) = @_;
    my %run = (test => $test, started => time, passed => 0, failed => 0, skips => [], text => '');
    $multiplexer->add(TAP::Parser->new({ exec => command($test) }), \%run);
    return;
}

sub note {
    my ($run, $result) = @_;
    my $quiet = 0;
    if ($result->is_test) {
        if ($result->has_skip || ($result->has_todo && !$result->is_actual_ok)) {
            my @words = grep { length } $result->description, $result->explanation;
            push @{ $run->{skips} }, join ': ', @words;
        } elsif ($result->is_ok) {
            $run->{passed}++;
            $quiet = 1;
        } else {
            $run->{failed}++;
        }
    } elsif ($result->is_plan && $result->has_skip) {
        push @{ $run->{skips} }, $result->explanation;
    }
    $run->{text} .= $result->raw . "\n" unless $quiet;
    return;
}

sub finish {
    my ($parser, $run) = @_;
    my @trouble = $parser->parse_errors;
    push @trouble, 'ended with status ' . $parser->exit if $parser->exit;
    push @trouble, 'nothing ran' unless $run->{passed} + $run->{failed} + @{ $run->{skips} };
    $run->{failed} ||= 1 if @trouble;
    printf "%-44s %5d passed%s%s  %.1f s\n", $run->{test}, $run->{passed},
        $run->{failed} ? ", $run->{failed} FAILED" : '',
        @{ $run->{skips} } ? ', ' . @{ $run->{skips} } . ' skipped' : '', time - $run->{started};
    print $run->{text}, map { "  $_\n" } @trouble if $run->{failed};
    return $run;
}

sub report {
    my @results = @_;
    my %sum = (passed => 0, failed => 0, skipped => 0);
    for my $run (@results) {
        $sum{passed} += $run->{passed};
        $sum{failed} += $run->{failed};
        $sum{skipped} += @{ $run->{skips} };
        print "skipped: $run->{test}: $_\n" for @{ $run->{skips} };
    }
    print "failed: $_->{test}\n" for grep { $_->{failed} } @results;
    my $skipped = $sum{skipped} ? ", $sum{skipped} skipped" : '';
    print "$sum{passed} passed, $sum{failed} failed$skipped\n";
    return $sum{failed} || !$sum{passed} ? 1 : 0;
}
