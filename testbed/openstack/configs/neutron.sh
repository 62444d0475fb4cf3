# Sourced by up.sh: neutron without agents; pylib/testbed_ml2.py binds the ports.
# shellcheck shell=bash

mkdir -p $ETC/neutron $DATA/neutron
cp /etc/neutron/api-paste.ini $ETC/neutron/

w neutron/neutron.conf << EOF
[DEFAULT]
bind_host = 127.0.0.1
bind_port = 9696
transport_url = $RABBIT
state_path = $DATA/neutron
core_plugin = ml2
service_plugins = router
api_workers = 1
rpc_workers = 1
rpc_state_report_workers = 0
api_paste_config = $ETC/neutron/api-paste.ini
auth_strategy = keystone
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
allow_overlapping_ips = true
l3_ha = false
global_physnet_mtu = 1500
[quotas]
default_quota = -1
quota_network = -1
quota_subnet = -1
quota_port = -1
quota_router = -1
quota_floatingip = -1
quota_security_group = -1
quota_security_group_rule = -1
$(database neutron)
$(authtoken neutron)
$(client nova nova)
$(client placement placement)
[oslo_concurrency]
lock_path = $DATA/neutron
EOF
w neutron/ml2.ini << EOF
[ml2]
type_drivers = flat,vlan,vxlan,local
tenant_network_types = vxlan
mechanism_drivers = testbed_dummy
extension_drivers = port_security
[ml2_type_flat]
flat_networks = *
[ml2_type_vxlan]
vni_ranges = 1:1000
[securitygroup]
enable_security_group = true
EOF
