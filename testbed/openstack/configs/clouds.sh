# Sourced by up.sh: .state/clouds.yaml, the clouds a client of the testbed may name.
# shellcheck shell=bash

# cloud NAME USER PROJECT [AUTH-URL]
cloud() {
  cat << EOT
  $1:
    region_name: RegionOne
    interface: public
    identity_api_version: "3"
    auth:
      auth_url: ${4:-$KEYSTONE/v3}
      username: $2
      password: $PW
      project_name: $3
      user_domain_name: Default
      project_domain_name: Default
EOT
}

# manager NAME USER DOMAIN   a token for the domain as such
manager() {
  cat << EOT
  $1:
    region_name: RegionOne
    interface: public
    identity_api_version: "3"
    auth:
      auth_url: $KEYSTONE/v3
      username: $2
      password: $PW
      user_domain_name: $3
      domain_name: $3
EOT
}

{
  echo "# written by testbed/openstack/up.sh"
  echo "clouds:"
  cloud testbed scs-test scs-test
  cloud testbed-admin admin admin
  cloud testbed-reader scs-reader scs-test
  manager testbed-manager-a scs-manager-a scs-domain-a
  manager testbed-manager-b scs-manager-b scs-domain-b
  if [ -n "$TLS_FRONTS" ]; then
    for entry in testbed-tls:15000 testbed-tls-flawed:25000; do
      cloud ${entry%:*} scs-test scs-test https://127.0.0.1:${entry#*:}/v3
      echo "    cacert: $TLS/ca.pem"
    done
  fi
  # the seed writes this one, which knows id and secret
  if [ -f "$RUN/appcred.yaml" ]; then cat "$RUN/appcred.yaml"; fi
} > "$STATE/clouds.yaml"
# up.sh runs as root, its users may not
chmod 600 "$STATE/clouds.yaml"
chown --reference="$HERE" "$STATE" "$STATE/clouds.yaml"
