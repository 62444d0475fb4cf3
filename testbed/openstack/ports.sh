# Sourced by up.sh: the ports of the testbed.
# shellcheck shell=bash

PORTS="
mariadb:3306 epmd:4369 keystone:5000 rabbitmq:5672 rabbitmq:25672
swift-object:6200 swift-container:6201 swift-account:6202 swift-proxy:8080
nova-api:8774 cinder-api:8776 placement:8778 glance:9292 barbican:9311 neutron:9696 octavia:9876 memcached:11211"
