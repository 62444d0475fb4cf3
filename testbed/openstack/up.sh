#!/bin/bash
# A real OpenStack (Zed, from Debian 12 packages) as plain processes on 127.0.0.1, seeded. Idempotent.
#   up.sh                    VIRT_HOST=virt-1 up.sh   adds a libvirt host that boots real VMs
#                            TLS_FRONTS=yes up.sh     adds TLS in front of every service, with and without flaws
# Everything generated goes to .state/ beside this file, or to $TESTBED_STATE. Stop: down.sh
set -u
. "$(dirname "$0")/lib.sh"
. "$HERE/ports.sh"
for part in configs/common steps/backbone steps/schemas steps/services; do . "$HERE/$part.sh"; done

[ "$(id -u)" = 0 ] || die "up.sh must run as root (packages, bind mount): sudo $0"
[[ $HERE =~ ^[[:alnum:]/._+-]+$ ]] || die "the path of the testbed has a blank or another special character: $HERE"
make_state "$ETC" "$DATA" "$RUN" "$LOG"
take_lock
# shellcheck disable=SC2086
require_free_ports $PORTS ${TLS_FRONTS:+$TLS_PORTS}

# --- packages (the only part that talks to the network, so the proxy settings go after it)
bash "$HERE/packages.sh" ${VIRT_HOST:+--virt} ${TLS_FRONTS:+--tls} > "$LOG/packages.log" 2>&1 || die "packages could not be installed: $(tail -n 1 "$LOG/packages.log")" "$LOG/packages.log"
step_done "packages are there"
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY PYTHONHOME VIRTUAL_ENV
export PYTHONPATH=$HERE/pylib PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=$DATA/cache OS_CLIENT_CONFIG_FILE=$STATE/clouds.yaml
ulimit -n 20000 2> /dev/null

for part in rabbitmq keystone glance placement nova neutron cinder barbican octavia swift clouds; do . "$HERE/configs/$part.sh"; done
if [ -n "$VIRT_HOST" ]; then . "$HERE/libvirt/host.sh"; fi
if [ -n "$TLS_FRONTS" ]; then . "$HERE/tls/fronts.sh"; fi
step_done "configuration written"

# --- database, message queue, cache; then keystone, while the other schemas are made side by side
start_backbone
wait_for mariadb 60 $MYSQL -e 'select 1'
step_done "mariadb answers"
create_databases
keystone_schema
step_done "keystone: schema, keys, bootstrap"
trap stop_schemas EXIT
begin_schemas
start_keystone
wait_for keystone 60 http_answers $KEYSTONE/v3
step_done "keystone answers"
seed identity
step_done "users, services, endpoints"
finish_schemas
step_done "all other schemas"
wait_for rabbitmq 120 port_open 5672
step_done "rabbitmq answers"

# --- everything else, first those the others wait for
start_controllers
if [ -n "$VIRT_HOST" ]; then start_libvirt; fi
wait_for placement 120 http_answers http://127.0.0.1:8778/
wait_for nova-api 120 http_answers http://127.0.0.1:8774/
step_done "placement, nova-api answer"
start_computes
wait_for neutron 120 http_answers http://127.0.0.1:9696/
wait_for glance 120 http_answers http://127.0.0.1:9292/
step_done "neutron, glance answer"
start_storage_and_extras
wait_for barbican 120 http_answers http://127.0.0.1:9311/
wait_for octavia 120 http_answers http://127.0.0.1:9876/
wait_for swift-proxy 120 http_answers http://127.0.0.1:8080/healthcheck
wait_for cinder-api 120 http_answers http://127.0.0.1:8776/
step_done "barbican, octavia, swift, cinder answer"
wait_for nova-scheduler 120 computes_report
map_cell_hosts
step_done "compute hosts report, mapped to the cell"
wait_for cinder-volume 120 cinder_reports
step_done "cinder services report"
if [ -n "$TLS_FRONTS" ]; then
  start_tls_fronts
  for port in 15000 25000; do wait_for tls-fronts 60 curl -sf -m 5 --noproxy '*' --cacert "$TLS/ca.pem" https://127.0.0.1:$port/v3; done
  wait_for nss-server 30 test -S "$TLS/nss.sock"
  step_done "TLS fronts answer"
fi

seed content
. "$HERE/configs/clouds.sh" # once more: the application credential exists now
step_done "flavors, images, volume types, servers"
say "UP. export OS_CLIENT_CONFIG_FILE=$STATE/clouds.yaml   then: openstack --os-cloud testbed server list"
