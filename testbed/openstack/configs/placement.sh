# Sourced by up.sh: placement.
# shellcheck shell=bash

mkdir -p $DATA/placement

w placement/placement.conf << EOF
[DEFAULT]
[placement_database]
connection = $(db_url placement)
[api]
auth_strategy = keystone
$(authtoken placement)
EOF
