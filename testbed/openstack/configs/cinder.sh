# Sourced by up.sh: cinder on a pretended NFS share.
# shellcheck shell=bash

mkdir -p $ETC/cinder $DATA/cinder/{share,mnt,backup,conv,coord,locks}
cp /etc/cinder/api-paste.ini /etc/cinder/resource_filters.json $ETC/cinder/
echo "$NFS_SHARE" > $ETC/cinder/nfs_shares

w cinder/cinder.conf << EOF
[DEFAULT]
my_ip = 127.0.0.1
host = ctl
transport_url = $RABBIT
auth_strategy = keystone
state_path = $DATA/cinder
api_paste_config = $ETC/cinder/api-paste.ini
resource_query_filters_file = $ETC/cinder/resource_filters.json
osapi_volume_listen = 127.0.0.1
osapi_volume_workers = 1
enabled_backends = nfs
default_volume_type = standard
glance_api_servers = http://127.0.0.1:9292
image_conversion_dir = $DATA/cinder/conv
backup_driver = cinder.backup.drivers.posix.PosixBackupDriver
backup_posix_path = $DATA/cinder/backup
backup_file_size = 134217728
backup_sha_block_size_bytes = 4194304
backup_compression_algorithm = zlib
backup_workers = 1
quota_volumes = -1
quota_snapshots = -1
quota_gigabytes = -1
quota_backups = -1
quota_backup_gigabytes = -1
[nfs]
volume_driver = cinder.volume.drivers.nfs.NfsDriver
volume_backend_name = nfs
nfs_shares_config = $ETC/cinder/nfs_shares
nfs_mount_point_base = $DATA/cinder/mnt
nfs_sparsed_volumes = true
nfs_snapshot_support = true
nas_secure_file_operations = false
nas_secure_file_permissions = false
image_volume_cache_enabled = false
[coordination]
backend_url = file://$DATA/cinder/coord
$(database cinder)
$(authtoken cinder)
$(client nova nova)
$(client service_user cinder)
send_service_user_token = true
[key_manager]
backend = barbican
[barbican]
barbican_endpoint = http://127.0.0.1:9311
auth_endpoint = $KEYSTONE/v3
[oslo_concurrency]
lock_path = $DATA/cinder/locks
EOF
