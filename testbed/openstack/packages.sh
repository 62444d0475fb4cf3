#!/bin/bash
# Installs the Debian packages the testbed needs and does not find. Called by up.sh.
# Usage: packages.sh [--virt]     --virt: also what a libvirt host needs
set -u
export DEBIAN_FRONTEND=noninteractive

want=(
  mariadb-server rabbitmq-server memcached
  keystone placement-api glance-api barbican-api octavia-api
  nova-api nova-conductor nova-scheduler nova-compute
  neutron-server
  cinder-api cinder-scheduler cinder-volume cinder-backup
  swift-proxy swift-account swift-container swift-object
  uwsgi-core uwsgi-plugin-python3
  python3-openstackclient python3-barbicanclient python3-octaviaclient python3-yaml
  qemu-utils curl sudo iproute2 procps
)
[ "${1:-}" = --virt ] && want+=(
  nova-compute-kvm libvirt-daemon-system qemu-system-x86
  busybox-static cpio syslinux mtools dosfstools rng-tools5 # for the tiny VM image
)

installed=" $(dpkg-query -W -f '${Package} ${db:Status-Status}\n' | awk '$2 == "installed" { printf "%s ", $1 }')"
missing=()
for p in "${want[@]}"; do [[ $installed == *" $p "* ]] || missing+=("$p"); done
[ ${#missing[@]} -eq 0 ] && exit 0

. /etc/os-release
[ "${ID:-}${VERSION_ID:-}" = debian12 ] || {
  echo "the packages (OpenStack Zed) are those of Debian 12, this is ${PRETTY_NAME:-unknown}; missing: ${missing[*]}" >&2
  exit 1
}

# No service may start by itself while packages are installed: policy-rc.d says so, for this time only.
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
