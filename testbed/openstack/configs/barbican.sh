# Sourced by up.sh: barbican.
# shellcheck shell=bash

mkdir -p $ETC/barbican/home/.barbican
cp /etc/barbican/barbican-api-paste.ini $ETC/barbican/
# barbican parses its config at import with no argv: it is found as ~/.barbican/barbican.conf (HOME is set for it)
w barbican/home/.barbican/barbican.conf << EOF
[DEFAULT]
host_href = http://127.0.0.1:9311
sql_connection = $(db_url barbican)
db_auto_create = false
[secretstore]
namespace = barbican.secretstore.plugin
enabled_secretstore_plugins = store_crypto
[crypto]
namespace = barbican.crypto.plugin
enabled_crypto_plugins = simple_crypto
[simple_crypto_plugin]
kek = dGhpcnR5X3R3b19ieXRlX2tleWJsYWhibGFoYmxhaGg=
[queue]
enable = false
[oslo_policy]
# the old defaults let only the role "creator" store secrets, the new ones every member
enforce_new_defaults = true
enforce_scope = true
$(authtoken barbican)
EOF
