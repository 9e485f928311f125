# shellcheck shell=bash
# What the scripts of this folder share: where the state lies, the lock, and the checks that keep them from touching
# anything that they did not make. Sourced, never run.
#
# State, one folder a drive:  $WIPEBENCH_STATE/NAME/    (default /run/wipebench/NAME)
#   backing       path of the file that holds the drive's content
#   file          path that the loop device is attached to (the backing file, or the FUSE file of a --faulty drive)
#   node          /dev/loopN, written before the medium is put in
#   added         there when the loop node itself was made by make-drive and is to be removed with the drive
#   owner         "PID STARTTIME" of the process that the drive belongs to, when it has one
#   faults.json   --faulty: rules, re-read by faulty.py at the next request       stats.json  what faulty.py counted
#   rate          --rate: bits per second, may be rewritten at any time
#   *.pid sock fuse/   the processes and files of a --faulty drive

BENCH_STATE=${WIPEBENCH_STATE:-/run/wipebench}
BENCH_HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
BENCH_RULES=/run/udev/rules.d/60-wipebench.rules

die() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

wrong_usage() {
    echo "$(basename "$0"): $*" >&2
    echo "usage: $(basename "$0") --help" >&2
    exit 2
}

# Prints the script's opening comment: the usage text has one home.
print_usage() {
    sed -n '2,/^$/ { s/^# \{0,1\}//; p }' "$0"
}

need_root() {
    [ "$(id -u)" = 0 ] || die "needs root"
}

# A name becomes a folder, a file and a serial: only characters that are safe in all of them.
check_name() {
    [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$ ]] || wrong_usage "a drive's name is letters, digits, '.', '_', '-': '$1'"
}

# Runs a command while no other bench script allocates or detaches.
with_lock() {
    mkdir -p "$BENCH_STATE"
    (
        flock -w 60 9 || die "another bench script has held $BENCH_STATE/lock for 60 s"
        "$@" 9>&-
    ) 9>"$BENCH_STATE/lock"
}

# Field 22 of /proc/PID/stat: tells a process from a later one with the same pid. Nothing for a dead or defunct process.
start_time_of() {
    local stat fields
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -ra fields <<<"${stat##*) }"
    [ "${fields[0]}" != Z ] || return 1
    echo "${fields[19]}"
}

# is_alive FILE: the process named in FILE ("PID STARTTIME") still runs.
is_alive() {
    local pid started
    read -r pid started <"$1" 2>/dev/null || return 1
    [ -n "$pid" ] && [ "$(start_time_of "$pid")" = "$started" ]
}

# remember_process PID FILE
remember_process() {
    local started
    started=$(start_time_of "$1") || return 1
    echo "$1 $started" >"$2"
}

# What a loop node is attached to now; nothing when it is empty.
attached_file() {
    local file
    file=$(cat "/sys/block/${1#/dev/}/loop/backing_file" 2>/dev/null) || return 0
    echo "${file% (deleted)}"
}

# is_ours STATE-FOLDER: the drive's loop node carries the file that this drive was made with.
is_ours() {
    local node file
    node=$(cat "$1/node" 2>/dev/null) || return 1
    file=$(cat "$1/file" 2>/dev/null) || return 1
    [ -n "$file" ] && [ "$(attached_file "$node")" = "$file" ]
}

# end_process FOLDER NAME [SIGNAL]: only if the pid's command line names this drive's folder.
end_process() {
    local pid
    pid=$(cat "$1/$2.pid" 2>/dev/null) || return 0
    if [[ $pid =~ ^[0-9]+$ ]] && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$1/"; then
        kill "-${3:-TERM}" "$pid" 2>/dev/null || true
        # It may still write into its folder until it has ended; a zombie that nobody has reaped yet writes no more.
        local left
        for ((left = 40; left > 0; left--)); do
            grep -q '^State:[[:space:]]*[^Z]' "/proc/$pid/status" 2>/dev/null || break
            sleep 0.05
        done
    fi
}

# Waits until udevd has dealt with what is pending; without a udevd there is nothing to wait for.
settle() {
    [ -S /run/udev/control ] || return 0
    udevadm settle -t 5 2>/dev/null || true
}

# A udevd answers, whoever started it.
udevd_answers() {
    [ -S /run/udev/control ] && udevadm control --ping -t 20 >/dev/null 2>&1
}

# Puts the bench's udev rule in place, whole or not at all.
install_rule() {
    mkdir -p "$(dirname "$BENCH_RULES")"
    if ! cmp -s "$BENCH_HERE/60-wipebench.rules" "$BENCH_RULES"; then
        cp "$BENCH_HERE/60-wipebench.rules" "$BENCH_RULES.$$.new"
        mv "$BENCH_RULES.$$.new" "$BENCH_RULES"
    fi
    udevadm control --reload 2>/dev/null || true
}
