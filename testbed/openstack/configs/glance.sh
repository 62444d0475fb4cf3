# Sourced by up.sh: glance, with files for a store.
# shellcheck shell=bash

mkdir -p $ETC/glance $DATA/glance/{images,staging,work}
cp /etc/glance/glance-api-paste.ini $ETC/glance/

w glance/glance-api.conf << EOF
[DEFAULT]
bind_host = 127.0.0.1
bind_port = 9292
workers = 0
enabled_backends = file:file
node_staging_uri = file://$DATA/glance/staging
public_endpoint = http://127.0.0.1:9292
enabled_import_methods = [glance-direct,web-download]
[glance_store]
default_backend = file
[file]
filesystem_store_datadir = $DATA/glance/images
[os_glance_tasks_store]
filesystem_store_datadir = $DATA/glance/work
[os_glance_staging_store]
filesystem_store_datadir = $DATA/glance/staging
$(database glance)
[paste_deploy]
flavor = keystone
config_file = $ETC/glance/glance-api-paste.ini
[oslo_concurrency]
lock_path = $DATA/glance
$(authtoken glance)
EOF
