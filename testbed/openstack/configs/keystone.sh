# Sourced by up.sh: keystone.
# shellcheck shell=bash

mkdir -p $DATA/keystone/{fernet,receipts,cred}

w keystone/keystone.conf << EOF
[cache]
enabled = true
backend = dogpile.cache.memcached
memcache_servers = 127.0.0.1:11211
$(database keystone)
[fernet_tokens]
key_repository = $DATA/keystone/fernet
[fernet_receipts]
key_repository = $DATA/keystone/receipts
[credential]
key_repository = $DATA/keystone/cred
[token]
provider = fernet
expiration = 43200
[identity]
# bcrypt is what a login costs
password_hash_rounds = 4
[oslo_policy]
enforce_scope = false
EOF

# Zed has no role manager of its own: without this, domain managers may do nothing. Keystone takes the file over as it is.
if [ "${DOMAIN_MANAGERS:-standard}" = absent ]; then
  echo '{}' > "$ETC/keystone/policy.yaml" # a file that goes away under a running keystone makes it answer 400
else
  cp "$HERE/configs/keystone-policy.yaml" "$ETC/keystone/policy.yaml"
fi
