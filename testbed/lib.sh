# Sourced by the scripts of both testbeds: how a step is told, how a service is started, awaited and stopped, nothing left behind.
# Whoever sources it sets STATE, RUN, LOG (folders) and MARKER (a file) before the functions that use them.
# shellcheck shell=bash

say() { echo "testbed: $*"; }

# die SENTENCE [LOGFILE]
die() {
  [ -n "${2:-}" ] && [ -f "$2" ] && { echo "--- end of $2"; tail -n 25 "$2"; echo "---"; } >&2
  echo "testbed: FAILED: $1" >&2
  exit 1
}

# Only a folder with the marker is ever written to or wiped. make_state FOLDER...   the folders inside it
make_state() {
  [[ $STATE =~ ^[[:alnum:]/._+-]+$ ]] || die "the path of the state has a blank or another special character: $STATE"
  [ ! -d "$STATE" ] || [ -e "$MARKER" ] || [ -z "$(ls -A "$STATE")" ] || die "$STATE is not empty and not made by this script"
  mkdir -p "$STATE" "$@" && : > "$MARKER" || die "$STATE cannot be written"
}

# Two calls at the same time would trip over each other. Services must not inherit the lock: see start.
# The short wait is for what an interrupted call has still to end.
take_lock() {
  exec 9>"$STATE/lock"
  flock -w 3 9 || die "another up.sh or down.sh is working on $STATE"
}

# --- progress: one line per step, with its own and the total time
T_START=$(date +%s%N) T_STEP=$T_START
step_done() {
  local now
  now=$(date +%s%N)
  awk -v s="$1" -v a="$T_STEP" -v b="$now" -v z="$T_START" \
    'BEGIN { printf "%-40s %6.1f s   (total %6.1f s)\n", s, (b-a)/1e9, (b-z)/1e9 }'
  T_STEP=$now
}

# --- one-off work that is done already
once() { [ -e "$RUN/done.$1" ]; }
mark() { : > "$RUN/done.$1"; }

# --- services. A pid file holds "PID STARTTIME": the start time tells our process from a later one with its number.
started_at() { cut -d' ' -f22 "/proc/$1/stat" 2>/dev/null; }

alive() {
  local pid born
  read -r pid born 2>/dev/null < "$RUN/$1.pid" || return 1
  [ -n "$born" ] && [ "$(started_at "$pid")" = "$born" ]
}

# start NAME COMMAND...   as leader of a session of its own, unless it runs already
start() {
  local name=$1
  shift
  alive "$name" && return 0
  TESTBED_INSTANCE=$STATE setsid "$@" >> "$LOG/$name.log" 2>&1 < /dev/null 9>&- &
  echo "$! $(started_at $!)" > "$RUN/$name.pid"
}

# wait_for NAME SECONDS COMMAND...   until the command succeeds; fails early when the service dies
wait_for() {
  local name=$1 seconds=$2 end
  shift 2
  end=$((SECONDS + seconds))
  until "$@" > /dev/null 2>&1; do
    [ -f "$RUN/$name.pid" ] && ! alive "$name" && die "$name died while starting" "$LOG/$name.log"
    [ $SECONDS -ge $end ] && die "$name was not ready after $seconds s" "$LOG/$name.log"
    sleep 0.2
  done
}

# whether anything but zombies is left of a process group; those are reaped by whoever is process 1, in its own time
group_runs() { pgrep -g "$1" -r D,R,S,T > /dev/null; }

# stop NAME SECONDS   SIGTERM to the whole group, SIGKILL to what is left of it after that time
stop() {
  local name=$1 pid tries=$(($2 * 5))
  if alive "$name"; then
    read -r pid _ < "$RUN/$name.pid"
    kill -TERM -- "-$pid" 2> /dev/null
    while [ $tries -gt 0 ] && group_runs "$pid"; do
      sleep 0.2
      tries=$((tries - 1))
    done
    group_runs "$pid" && { echo "  $name: killed"; kill -KILL -- "-$pid"; }
  fi
  rm -f "$RUN/$name.pid"
}

# whoever left its process group still carries our mark in its environment
kill_leftovers() {
  local environ pid
  for environ in /proc/[0-9]*/environ; do
    pid=${environ//[!0-9]/}
    grep -qzxF "TESTBED_INSTANCE=$STATE" "$environ" 2> /dev/null && kill -KILL "$pid" 2> /dev/null && echo "  leftover $pid killed"
  done
}

unmount_state() {
  local mount
  for mount in $(awk -v under="$STATE/" 'index($2, under) == 1 { print $2 }' /proc/mounts | tac); do
    umount "$mount" || die "$mount cannot be unmounted"
  done
}

# --- ports
port_open() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# holder PORT   says who listens there: another testbed by its folder, else the process
holder() {
  local pid state
  pid=$(ss -Hltnp "sport = :$1" 2> /dev/null | grep -om1 'pid=[0-9]*' | cut -d= -f2)
  [ -n "$pid" ] || { echo "another process"; return; }
  state=$(tr '\0' '\n' 2> /dev/null < "/proc/$pid/environ" | sed -n 's/^TESTBED_INSTANCE=//p')
  if [ -n "$state" ]; then echo "the testbed in $state"; else echo "process $pid ($(cat "/proc/$pid/comm"))"; fi
}

# require_free_ports NAME:PORT...
require_free_ports() {
  local entry name port
  for entry in "$@"; do
    name=${entry%:*} port=${entry#*:}
    alive "$name" && continue
    port_open "$port" && die "port $port ($name) is taken by $(holder "$port"), stop that first"
  done
  return 0
}
