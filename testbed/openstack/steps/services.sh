# Sourced by up.sh: the command line of each OpenStack service, and how we know that it works.
# shellcheck shell=bash

# wsgi NAME PORT SCRIPT PROCESSES [MORE...]
# 'Connection: close': uwsgi closes after each answer without saying so, and clients that reuse the
# connection then fail now and again.
wsgi() {
  start "$1" uwsgi --plugins python3 --http-socket "127.0.0.1:$2" --wsgi-file "$3" --master --processes "$4" --threads 2 \
    --enable-threads --lazy-apps --need-app --die-on-term --no-orphans --thunder-lock --listen 100 --buffer-size 65535 \
    --add-header 'Connection: close' --procname-prefix "$1 " "${@:5}"
}

# seed NAME   runs seed/NAME.py
seed() {
  VIRT_HOST=$VIRT_HOST TESTBED_STATE=$STATE /usr/bin/python3 "$HERE/seed/$1.py" > "$LOG/seed-$1.log" 2>&1 9>&- \
    || die "seeding ($1) failed" "$LOG/seed-$1.log"
}

start_keystone() {
  OS_KEYSTONE_CONFIG_FILES=$ETC/keystone/keystone.conf wsgi keystone 5000 /usr/bin/keystone-wsgi-public 2
}

start_controllers() {
  OS_PLACEMENT_CONFIG_DIR=$ETC/placement wsgi placement 8778 /usr/bin/placement-api 1
  start glance glance-api --config-file "$ETC/glance/glance-api.conf"
  start neutron neutron-server --config-file "$ETC/neutron/neutron.conf" --config-file "$ETC/neutron/ml2.ini"
  start nova-conductor nova-conductor $NOVA_CONF
  start nova-api nova-api $NOVA_CONF
}

start_computes() {
  local host
  start nova-scheduler nova-scheduler $NOVA_CONF
  for host in $FAKE_HOSTS $VIRT_HOST; do start "nova-compute-$host" nova-compute $NOVA_CONF --config-file "$ETC/nova/compute-$host.conf"; done
}

start_storage_and_extras() {
  # cinder's NfsDriver takes a share for mounted when its folder is a mount point: a bind mount makes it one
  local mount name conf="--config-file $ETC/cinder/cinder.conf"
  mount=$DATA/cinder/mnt/$(printf %s $NFS_SHARE | md5sum | cut -d' ' -f1)
  mkdir -p "$mount"
  mountpoint -q "$mount" || mount --bind "$DATA/cinder/share" "$mount" || die "the bind mount of cinder's share on $mount is not allowed here"
  for name in api scheduler volume backup; do start cinder-$name cinder-$name $conf; done

  HOME=$ETC/barbican/home BARBICAN_PASTE=$ETC/barbican/barbican-api-paste.ini wsgi barbican 9311 "$HERE/wsgi/barbican.py" 1
  wsgi octavia 9876 /usr/bin/octavia-wsgi 1 --pyargv "--config-file $ETC/octavia/octavia.conf"

  swift_rings
  for name in account container object proxy; do start swift-$name swift-$name-server "$ETC/swift/$name-server.conf" -v; done
}

# one replica in one folder
swift_rings() {
  local ring port
  [ -f "$ETC/swift/object.ring.gz" ] && return
  (
    cd "$ETC/swift" || exit 1
    for entry in account:6202 container:6201 object:6200; do
      ring=${entry%:*} port=${entry#*:}
      rm -f $ring.builder
      swift-ring-builder $ring.builder create 6 1 1 && swift-ring-builder $ring.builder add r1z1-127.0.0.1:$port/d1 1 \
        && swift-ring-builder $ring.builder rebalance
    done
  ) > "$LOG/swift-rings.log" 2>&1
  [ -f "$ETC/swift/object.ring.gz" ] || die "swift's rings could not be built" "$LOG/swift-rings.log"
}

# --- readiness that no port shows: the database tells who has reported lately, and since it was started
reports() { # SERVICE TABLE TIME-COLUMN BINARIES
  local pid age
  read -r pid _ < "$RUN/$1.pid"
  age=$(ps -o etimes= -p "$pid")
  $MYSQL -N -e "select count(*) from $2 where \`binary\` in ($4) and deleted = 0 and $3 > utc_timestamp() - interval least(60, $age) second"
}
computes_report() {
  local hosts
  read -ra hosts <<< "$FAKE_HOSTS $VIRT_HOST"
  [ "$(reports nova-compute-fake-1 nova_cell1.services last_seen_up "'nova-compute'")" -ge ${#hosts[@]} ]
}
cinder_reports() { [ "$(reports cinder-volume cinder.services updated_at "'cinder-volume','cinder-backup','cinder-scheduler'")" -ge 3 ]; }

map_cell_hosts() {
  once "mapped-${VIRT_HOST:-fake}" && return
  nova-manage $NOVA_CONF cell_v2 discover_hosts > "$LOG/discover-hosts.log" 2>&1 || die "the hosts could not be mapped to the cell" "$LOG/discover-hosts.log"
  mark "mapped-${VIRT_HOST:-fake}"
}
