#!/bin/bash
# Installs the Debian packages (OpenStack Zed) the testbed needs and does not find. Called by up.sh.
# Usage: packages.sh [--virt] [--tls]     --virt: also what a libvirt host needs; --tls: what stands in front of the services
set -u

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
[[ " $* " == *" --virt "* ]] && want+=(
  nova-compute-kvm libvirt-daemon-system qemu-system-x86 genisoimage # the last one makes config drives
  busybox-static cpio syslinux mtools dosfstools rng-tools5 # for the tiny VM image
)
[[ " $* " == *" --tls "* ]] && want+=(haproxy openssl libnss3-tools socat)

exec "$(dirname "$0")/../install-packages.sh" "${want[@]}"
