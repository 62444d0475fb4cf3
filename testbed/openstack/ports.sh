# Sourced by up.sh: the ports of the testbed, and whether they are free for us.
# shellcheck shell=bash

PORTS="
mariadb:3306 epmd:4369 keystone:5000 rabbitmq:5672 rabbitmq:25672
swift-object:6200 swift-container:6201 swift-account:6202 swift-proxy:8080
nova-api:8774 cinder-api:8776 placement:8778 glance:9292 barbican:9311 neutron:9696 octavia:9876 memcached:11211"

# holder PORT   says who listens there: another testbed by its folder, else the process
holder() {
  local pid state
  pid=$(ss -Hltnp "sport = :$1" 2> /dev/null | grep -om1 'pid=[0-9]*' | cut -d= -f2)
  [ -n "$pid" ] || { echo "another process"; return; }
  state=$(tr '\0' '\n' 2> /dev/null < "/proc/$pid/environ" | sed -n 's/^TESTBED_INSTANCE=//p')
  if [ -n "$state" ]; then echo "the testbed in $state"; else echo "process $pid ($(cat "/proc/$pid/comm"))"; fi
}

require_free_ports() {
  local entry name port
  for entry in $PORTS; do
    name=${entry%:*} port=${entry#*:}
    alive "$name" && continue
    port_open "$port" && die "port $port ($name) is taken by $(holder "$port"), stop that first"
  done
  return 0
}
