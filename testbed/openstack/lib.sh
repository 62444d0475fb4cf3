# Sourced by up.sh and down.sh: where things are. How a service is started, awaited and stopped: ../lib.sh.
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
TLS_FRONTS=${TLS_FRONTS:-}                   # TLS_FRONTS=yes adds TLS in front of every service
TLS=$DATA/tls                                # their certificates, and the authority that clouds.yaml names

export PATH=$HERE/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
umask 022

. "$HERE/../lib.sh"

http_answers() {
  case $(curl -s -o /dev/null -m 5 -w '%{http_code}' "$1") in 000 | 5*) return 1 ;; esac
}
