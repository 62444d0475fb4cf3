# Sourced by up.sh: databases and their schemas, the slow part of a first start. Done once per state.
# shellcheck shell=bash

NOVA_CONF="--config-file $ETC/nova/nova.conf"
SCHEMA_PIDS=

create_databases() {
  once databases && return
  local database
  {
    echo "CREATE USER IF NOT EXISTS os@'127.0.0.1' IDENTIFIED BY '$PW'; GRANT ALL PRIVILEGES ON *.* TO os@'127.0.0.1';"
    for database in keystone glance placement nova_api nova_cell0 nova_cell1 neutron cinder barbican octavia; do
      echo "CREATE DATABASE IF NOT EXISTS $database CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci;"
    done
  } | $MYSQL > "$LOG/databases.log" 2>&1 || die "the databases could not be created" "$LOG/databases.log"
  mark databases
}

keystone_schema() {
  once keystone && return
  local conf="--config-file $ETC/keystone/keystone.conf" owner="--keystone-user root --keystone-group root"
  chmod 700 "$DATA"/keystone/{fernet,receipts,cred}
  {
    keystone-manage $conf db_sync && keystone-manage $conf fernet_setup $owner && keystone-manage $conf credential_setup $owner \
      && keystone-manage $conf bootstrap --bootstrap-password $PW --bootstrap-region-id RegionOne \
        --bootstrap-public-url $KEYSTONE/v3 --bootstrap-internal-url $KEYSTONE/v3 --bootstrap-admin-url $KEYSTONE/v3
  } > "$LOG/schema-keystone.log" 2>&1 || die "keystone could not be set up" "$LOG/schema-keystone.log"
  mark keystone
}

# cell0 holds servers that found no host; one conductor and one queue serve both levels
nova_schemas() {
  nova-manage $NOVA_CONF api_db sync \
    && nova-manage $NOVA_CONF cell_v2 map_cell0 --database_connection "$(db_url nova_cell0)" \
    && { nova-manage $NOVA_CONF cell_v2 list_cells 2> /dev/null | grep -q cell1 \
      || nova-manage $NOVA_CONF cell_v2 create_cell --name cell1 --database_connection "$(db_url nova_cell1)" --transport-url $RABBIT; } \
    && nova-manage $NOVA_CONF db sync
}

# schema NAME COMMAND...   once, in the background
schema() {
  local name=$1
  shift
  once "schema-$name" && return
  { "$@" > "$LOG/schema-$name.log" 2>&1 && mark "schema-$name"; } 9>&- &
  SCHEMA_PIDS="$SCHEMA_PIDS $!"
}

begin_schemas() {
  schema neutron neutron-db-manage --config-file "$ETC/neutron/neutron.conf" --config-file "$ETC/neutron/ml2.ini" upgrade heads
  schema nova nova_schemas
  schema cinder cinder-manage --config-file "$ETC/cinder/cinder.conf" db sync
  schema octavia octavia-db-manage --config-file "$ETC/octavia/octavia.conf" upgrade head
  schema glance glance-manage --config-file "$ETC/glance/glance-api.conf" db_sync
  schema placement placement-manage --config-file "$ETC/placement/placement.conf" db sync
  schema barbican env HOME="$ETC/barbican/home" barbican-manage db upgrade
}

finish_schemas() {
  local name
  [ -n "$SCHEMA_PIDS" ] && wait $SCHEMA_PIDS
  SCHEMA_PIDS=
  for name in neutron nova cinder octavia glance placement barbican; do
    once "schema-$name" || die "the database schema of $name could not be made" "$LOG/schema-$name.log"
  done
}

# when up.sh ends early
stop_schemas() { [ -z "$SCHEMA_PIDS" ] || kill $SCHEMA_PIDS 2> /dev/null; }
