# Sourced by up.sh: nova and its hosts with the fake virt driver.
# shellcheck shell=bash

mkdir -p $ETC/nova $DATA/nova
cp /etc/nova/api-paste.ini $ETC/nova/

w nova/nova.conf << EOF
[DEFAULT]
my_ip = 127.0.0.1
host = ctl
transport_url = $RABBIT
state_path = $DATA/nova
enabled_apis = osapi_compute
osapi_compute_listen = 127.0.0.1
osapi_compute_workers = 1
log_options = false
allow_resize_to_same_host = true
[api]
auth_strategy = keystone
[api_database]
connection = $(db_url nova_api)
max_pool_size = 5
$(database nova_cell1)
[wsgi]
api_paste_config = $ETC/nova/api-paste.ini
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 15
# hosts of an aggregate with trait:X=required take only what asks for X (keeps the dummy images off the libvirt host)
enable_isolated_aggregate_filtering = true
[filter_scheduler]
# no ImagePropertiesFilter: images with hypervisor_type=kvm would find no host (the hosts report 'fake')
enabled_filters = ComputeFilter,ServerGroupAntiAffinityFilter,ServerGroupAffinityFilter
[quota]
instances = -1
cores = -1
ram = -1
key_pairs = 1000
server_groups = 1000
server_group_members = 1000
[vnc]
enabled = false
[cache]
enabled = true
backend = dogpile.cache.memcached
memcache_servers = 127.0.0.1:11211
[glance]
api_servers = http://127.0.0.1:9292
[oslo_concurrency]
lock_path = $DATA/nova
$(authtoken nova)
$(client placement placement)
$(client neutron neutron)
$(client cinder nova)
os_region_name = RegionOne
catalog_info = volumev3::publicURL
$(client barbican nova)
$(client service_user nova)
send_service_user_token = true
EOF

for host in $FAKE_HOSTS; do
  mkdir -p $DATA/nova/$host
  w nova/compute-$host.conf << EOF
[DEFAULT]
host = $host
state_path = $DATA/nova/$host
compute_driver = fake.FakeDriver
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
[oslo_concurrency]
lock_path = $DATA/nova/$host
EOF
done
