# Sourced by up.sh: swift with its S3 API.
# shellcheck shell=bash

mkdir -p $ETC/swift $DATA/swift/dev/d1

for entry in account:6202 container:6201 object:6200; do
  kind=${entry%:*}
  w swift/$kind-server.conf << EOF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${entry#*:}
workers = 0
user = root
swift_dir = $ETC/swift
devices = $DATA/swift/dev
mount_check = false
disable_fallocate = true
[pipeline:main]
pipeline = healthcheck recon $kind-server
[app:$kind-server]
use = egg:swift#$kind
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:recon]
use = egg:swift#recon
recon_cache_path = $DATA/swift/recon
EOF
done
# The order matters: authtoken before s3api (else every S3 request is SignatureDoesNotMatch); unknownkey is ours.
w swift/proxy-server.conf << EOF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = 8080
workers = 0
user = root
swift_dir = $ETC/swift
log_level = INFO
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck proxy-logging cache listing_formats bulk tempurl ratelimit authtoken unknownkey s3api s3token keystoneauth copy container-quotas account-quotas slo dlo versioned_writes symlink proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:11211
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:tempurl]
use = egg:swift#tempurl
[filter:ratelimit]
use = egg:swift#ratelimit
[filter:unknownkey]
paste.filter_factory = testbed_s3:filter_factory
auth_url = $KEYSTONE/v3
username = swift
password = $PW
project_name = service
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = us-east-1
[filter:s3token]
use = egg:swift#s3token
reseller_prefix = AUTH_
delay_auth_decision = false
auth_uri = $KEYSTONE/v3
# keystone >= the fix of CVE-2025-65073 refuses unauthenticated POST /v3/s3tokens
auth_type = password
auth_url = $KEYSTONE/v3
username = swift
password = $PW
project_name = service
user_domain_id = default
project_domain_id = default
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
www_authenticate_uri = $KEYSTONE
auth_url = $KEYSTONE
auth_type = password
project_domain_id = default
user_domain_id = default
project_name = service
username = swift
password = $PW
delay_auth_decision = true
service_token_roles_required = true
memcached_servers = 127.0.0.1:11211
[filter:keystoneauth]
use = egg:swift#keystoneauth
operator_roles = admin, member, swiftoperator
[filter:copy]
use = egg:swift#copy
[filter:container-quotas]
use = egg:swift#container_quotas
[filter:account-quotas]
use = egg:swift#account_quotas
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
EOF
