# Sourced by local-cluster: processes in the background, under $cluster.
# A file each with pid and start time, so that no other process is ever taken for ours.
# shellcheck shell=bash disable=SC2154

# When a process was started, as precisely as the system tells; nothing when it is over.
started_at() {
    local stat
    if [[ -d /proc/self ]]; then
        stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
        # After the name, which may hold anything: state first, start time twentieth.
        read -r -a stat <<< "${stat##*) }"
        if [[ ${stat[0]} != Z ]]; then printf '%s\n' "${stat[19]}"; fi
    else
        ps -o lstart= -p "$1" 2>/dev/null || true
    fi
}

alive() {
    local file=$cluster/run/$1 pid since
    [[ -f $file ]] || return 1
    { read -r pid; read -r since; } < "$file"
    [[ -n $since && $(started_at "$pid") == "$since" ]]
}

pid_of() { head -n 1 "$cluster/run/$1"; }

# start NAME COMMAND…: in the background, in a session of its own, output to a log.
start() {
    local name=$1
    shift
    if alive "$name"; then return; fi
    setsid "$@" </dev/null >>"$cluster/logs/$name.log" 2>&1 &
    local pid=$!
    printf '%s\n%s\n' "$pid" "$(started_at "$pid")" > "$cluster/run/$name"
}

# stop NAME SECONDS: asks it to end, and ends it when that takes longer.
stop() {
    local name=$1 patience=$2 i
    if alive "$name"; then
        kill -TERM "$(pid_of "$name")" 2>/dev/null || true
        for ((i = 0; i < patience * 5; i++)); do
            alive "$name" || break
            sleep 0.2
        done
        alive "$name" && kill -KILL "$(pid_of "$name")" 2>/dev/null
        say "Stopped $name."
    fi
    rm -f "$cluster/run/$name"
}

# await NAME SECONDS COMMAND…: until it succeeds, as long as the process lives.
await() {
    local name=$1 patience=$2 i
    shift 2
    for ((i = 0; i < patience * 5; i++)); do
        if "$@" >/dev/null 2>&1; then return; fi
        alive "$name" || break
        sleep 0.2
    done
    tail -n 15 "$cluster/logs/$name.log" >&2 || true
    fail "$name did not come up; its log is $cluster/logs/$name.log"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
