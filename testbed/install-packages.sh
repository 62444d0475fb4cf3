#!/bin/bash
# Installs the Debian packages that are missing, without any of them starting a service. Called by both testbeds.
# Usage: install-packages.sh PACKAGE...
set -u
export DEBIAN_FRONTEND=noninteractive

installed=" $(dpkg-query -W -f '${Package} ${db:Status-Status}\n' | awk '$2 == "installed" { printf "%s ", $1 }')"
missing=()
for p in "$@"; do [[ $installed == *" $p "* ]] || missing+=("$p"); done
[ ${#missing[@]} -eq 0 ] && exit 0

. /etc/os-release
[ "${ID:-}${VERSION_ID:-}" = debian12 ] || {
  echo "the packages are those of Debian 12, this is ${PRETTY_NAME:-unknown}; missing: ${missing[*]}" >&2
  exit 1
}

# No service may start by itself while packages are installed: policy-rc.d says so, for this time only.
# Both testbeds may get here at once; the second one waits, or the first would put back a policy that is not its own.
exec 9> /run/lock/scs-testbed-packages
flock 9
policy=/usr/sbin/policy-rc.d
kept=$(mktemp -d)
[ -e $policy ] && cp -a $policy "$kept/policy-rc.d"
restore() {
  if [ -e "$kept/policy-rc.d" ]; then mv -f "$kept/policy-rc.d" $policy; else rm -f $policy; fi
  rmdir "$kept"
}
trap restore EXIT
trap 'exit 130' INT TERM
printf '#!/bin/sh\nexit 101\n' > $policy
chmod 755 $policy

echo "installing ${#missing[@]} packages and what they depend on"
options=(-y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0
  -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-unsafe-io)
for attempt in 1 2 3; do
  apt-get "${options[@]}" update && apt-get "${options[@]}" install "${missing[@]}" && exit 0
  echo "attempt $attempt failed"
  sleep $((attempt * 5))
done
exit 1
