# Sourced by up.sh: the ports of the testbed.
# shellcheck shell=bash

PORTS="
mariadb:3306 epmd:4369 keystone:5000 rabbitmq:5672 rabbitmq:25672
swift-object:6200 swift-container:6201 swift-account:6202 swift-proxy:8080
nova-api:8774 cinder-api:8776 placement:8778 glance:9292 barbican:9311 neutron:9696 octavia:9876 memcached:11211"

# where TLS_FRONTS is set
TLS_PORTS="keystone-tls-good:5001 keystone-tls-flawed:5002"
for port in 5000 9292 8778 8774 9696 8776 9311 9876 8080; do
  TLS_PORTS+=" tls-fronts:1$(printf %04d $port) tls-fronts:2$(printf %04d $port)"
done
