# Sourced by up.sh: octavia with the noop provider.
# shellcheck shell=bash

mkdir -p $DATA/octavia

w octavia/octavia.conf << EOF
[DEFAULT]
transport_url = $RABBIT
[api_settings]
bind_host = 127.0.0.1
bind_port = 9876
auth_strategy = keystone
enabled_provider_drivers = noop_driver:no-op
default_provider_driver = noop_driver
[driver_agent]
status_socket_path = $DATA/octavia/status.sock
stats_socket_path = $DATA/octavia/stats.sock
get_socket_path = $DATA/octavia/get.sock
[oslo_messaging]
topic = octavia_prov
$(database octavia)
$(authtoken octavia)
$(client service_auth octavia)
[neutron]
region_name = RegionOne
[oslo_policy]
policy_file = $ETC/octavia/policy.yaml
EOF
w octavia/policy.yaml << "EOF"
# member may use the API without the load-balancer_* roles (upstream: keystone_default_roles-policy.yaml)
"context_is_admin": "role:admin or role:load-balancer_admin"
"load-balancer:owner": "project_id:%(project_id)s"
"load-balancer:observer_and_owner": "role:reader and rule:load-balancer:owner"
"load-balancer:global_observer": "role:admin"
"load-balancer:member_and_owner": "role:member and rule:load-balancer:owner"
"load-balancer:admin": "is_admin:True or role:admin"
EOF
