import { fipsAwk } from './fips-awk.ts'
import { fipsPython } from './fips-python.ts'

export interface GuestScriptOptions {
  readonly runId: string
  /** Where random numbers come from; another file only in tests. */
  readonly random?: string
  /** What else than its output the lines are written to; another file only in tests. */
  readonly console?: string
}

/**
 * The user data: a POSIX shell script that cloud-init runs as root at the end of the boot. It needs no network, no package and no
 * login, and changes nothing. Each result is one line `[scs-0101 RUN name=value]`, told when it is known and three times more at
 * the end, because a login prompt or the kernel may write into a line (read-console.ts).
 */
export function guestScript({ runId, random = '/dev/random', console = '/dev/console' }: GuestScriptOptions): string {
  return `#!/bin/sh
# Of scs-conformance, standard scs-0101: tells on the console how random numbers are made here.
random=${random}
console=${console}
said=
tell() {
  line="[scs-0101 ${runId} $1=$(printf %s "$2" | tr '\\n\\t' '  ' | tr -cd 'A-Za-z0-9._:, /()-' | cut -c1-200)]"
  said="$said
$line"
  show "$line"
}
show() {
  echo "$1"
  { echo "$1" > $console; } 2> /dev/null
}
misc=/sys/class/misc/hw_random

fips() {
  case $1 in
    rngtest) rngtest -c 1000 < $random 2>&1 | awk '/FIPS 140-2 successes:/ { s = $NF } /FIPS 140-2 failures:/ { f = $NF } END { if (s f != "") print f + 0, s + f }' ;;
    python3) python3 -c '${fipsPython}' $random ;;
    awk) head -c 2500004 $random | od -An -v -tu1 | awk '${fipsAwk}' ;;
  esac
}

tell begin "$(uname -srm)"
# right after the boot the kernel may still be collecting
pool=/proc/sys/kernel/random/entropy_avail
for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do [ "$(cat $pool)" = 256 ] && break; sleep 2; done
tell entropy-avail "$(cat $pool 2>&1)"
tell rng-available "$(cat $misc/rng_available 2> /dev/null)"
tell rng-current "$(cat $misc/rng_current 2> /dev/null)"
if grep -qsx rngd /proc/[0-9]*/comm; then tell rngd running
elif command -v rngd > /dev/null 2>&1 || [ -x /usr/sbin/rngd ]; then tell rngd installed
else tell rngd absent; fi
for method in rngtest python3 awk; do command -v $method > /dev/null 2>&1 && break; done
tell fips-method $method
result=$(fips $method 2>&1 | tail -n 1)
case $result in
  *[!0-9[:space:]]* | '') tell fips-error "$result" ;;
  *) tell fips-failures "\${result% *}"; tell fips-blocks "\${result#* }" ;;
esac
tell end ok
for again in 1 2 3; do sleep 1; show "$said"; done
`
}
