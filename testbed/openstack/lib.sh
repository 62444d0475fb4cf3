# Sourced by up.sh and down.sh: where things are, how a service is started, awaited and stopped.
# shellcheck shell=bash

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
STATE=$(realpath -m "${TESTBED_STATE:-$HERE/.state}")
ETC=$STATE/etc DATA=$STATE/data RUN=$STATE/run LOG=$STATE/log
MARKER=$STATE/.made-by-testbed-openstack     # only a folder with this file is ever written to or wiped

# Everything below is a throw-away cloud on loopback; one fixed password for all of it.
PW=testbed
KEYSTONE=http://127.0.0.1:5000
RABBIT=rabbit://guest:guest@127.0.0.1:5672/
FAKE_HOSTS="fake-1 fake-2 fake-3"            # three: one per server of the anti-affinity group
VIRT_HOST=${VIRT_HOST:-}                     # VIRT_HOST=virt-1 adds a libvirt host that boots real VMs

export PATH=$HERE/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
umask 022

say() { echo "testbed: $*"; }

# die SENTENCE [LOGFILE]
die() {
  [ -n "${2:-}" ] && [ -f "$2" ] && { echo "--- end of $2"; tail -n 25 "$2"; echo "---"; } >&2
  echo "testbed: FAILED: $1" >&2
  exit 1
}

# Two calls at the same time would trip over each other. Services must not inherit the lock: see start.
take_lock() {
  exec 9>"$STATE/lock"
  flock -n 9 || die "another up.sh or down.sh is working on $STATE"
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

port_open() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

http_answers() {
  case $(curl -s -o /dev/null -m 5 -w '%{http_code}' "$1") in 000 | 5*) return 1 ;; esac
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
