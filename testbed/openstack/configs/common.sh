# Sourced by up.sh: the pieces that the configs of most services share.
# shellcheck shell=bash

NFS_SHARE=127.0.0.1:/cinder # the name of the share; what it stands for is $DATA/cinder/share

# w FILE   writes standard input to a file under $ETC
w() {
  mkdir -p "$(dirname "$ETC/$1")"
  cat > "$ETC/$1"
}

db_url() { echo "mysql+pymysql://os:$PW@127.0.0.1:3306/$1?charset=utf8"; }

# database NAME   the section [database]
database() { printf '[database]\nconnection = %s\nmax_pool_size = 5\nmax_overflow = 20\n' "$(db_url "$1")"; }

# service_user USER   how a service logs in
service_user() {
  cat << EOT
auth_url = $KEYSTONE
auth_type = password
project_domain_name = Default
user_domain_name = Default
project_name = service
username = $1
password = $PW
region_name = RegionOne
EOT
}

# authtoken USER   the section [keystone_authtoken]: how a service verifies the tokens of its callers
authtoken() {
  cat << EOT
[keystone_authtoken]
www_authenticate_uri = $KEYSTONE
memcached_servers = 127.0.0.1:11211
service_token_roles_required = true
service_token_roles = admin
$(service_user "$1")
EOT
}

# client SECTION USER   how a service calls another one
client() {
  cat << EOT
[$1]
$(service_user "$2")
valid_interfaces = public
EOT
}
