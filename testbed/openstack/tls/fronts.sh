# Sourced by up.sh where TLS_FRONTS is set: TLS in front of every service, twice, for scs-0125. The plain endpoints stay as they are.
#   https://127.0.0.1:15000/v3   as Mozilla's "intermediate" profile has it; the catalog names fronts like it, port 1XXXX for XXXX
#   https://127.0.0.1:25000/v3   with a flaw of its own in front of each service, port 2XXXX
# Behind both is the same cloud. A keystone has one catalog, so each of them has a keystone process with a catalog from a template.
# shellcheck shell=bash

. "$HERE/tls/certificates.sh"

# service type, name, port, path
TLS_SERVICES="
identity keystone 5000 /v3
image glance 9292
placement placement 8778
compute nova 8774 /v2.1
network neutron 9696
volumev3 cinderv3 8776 /v3/\$(project_id)s
block-storage cinder 8776 /v3/\$(project_id)s
key-manager barbican 9311
load-balancer octavia 9876
object-store swift 8080 /v1/AUTH_\$(project_id)s"

# tls_catalog NAME KEYSTONE-PORT FRONT-DIGIT PLAIN-PORT   a keystone whose catalog names the fronts; PLAIN-PORT alone stays http
tls_catalog() {
  w keystone/tls-$1.conf << EOT
[DEFAULT]
public_endpoint = https://127.0.0.1:${3}5000
[catalog]
driver = templated
template_file = $ETC/keystone/tls-$1.templates
[cache]
# the catalog of another keystone may be in it
enabled = false
EOT
  local kind name port path interface url
  while read -r kind name port path; do
    [ -n "$kind" ] || continue
    url=https://127.0.0.1:$3$(printf %04d "$port")$path
    [ "$port" = "$4" ] && url=http://127.0.0.1:$port$path
    echo "catalog.RegionOne.$kind.name = $name"
    for interface in public internal admin; do echo "catalog.RegionOne.$kind.${interface}URL = $url"; done
  done <<< "$TLS_SERVICES" | w keystone/tls-$1.templates
}

tls_catalog good 5001 1 none
tls_catalog flawed 5002 2 8080

ECDSA_CIPHERS=ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305
SUITES="ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
INTERMEDIATE="ssl-min-ver TLSv1.2 ciphers $ECDSA_CIPHERS $SUITES curves X25519:P-256:P-384"

# front PORT SERVER BIND-OPTIONS...   one listener of haproxy, and the plain service behind it
front() {
  cat << EOT
listen port-$1
  bind 127.0.0.1:$1 ${*:3}
  http-request set-header X-Forwarded-Proto https
  http-response set-header Strict-Transport-Security max-age=63072000
  server behind 127.0.0.1:$2
EOT
}

{
  cat << EOT
global
  maxconn 500
  log stdout format raw local0 notice
defaults
  mode http
  timeout connect 5s
  timeout client 600s
  timeout server 600s
EOT
  front 15000 5001 ssl crt "$TLS/good.pem" $INTERMEDIATE
  for port in 9292 8778 8774 9696 8776 9311 9876 8080; do front 1$(printf %04d $port) $port ssl crt "$TLS/good.pem" $INTERMEDIATE; done
  # keystone: TLS 1.1, with a suite that it has
  front 25000 5002 ssl crt "$TLS/good.pem" ssl-min-ver TLSv1.1 ciphers "$ECDSA_CIPHERS:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0" "$SUITES" curves X25519:P-256:P-384
  # glance, nova, barbican: a certificate that has expired, is for another host, by nobody who is trusted
  front 29292 9292 ssl crt "$TLS/expired.pem" $INTERMEDIATE
  front 28774 8774 ssl crt "$TLS/elsewhere.pem" $INTERMEDIATE
  front 29311 9311 ssl crt "$TLS/alone.pem" $INTERMEDIATE
  # neutron: another curve; cinder: another suite
  front 29696 9696 ssl crt "$TLS/good.pem" ssl-min-ver TLSv1.2 ciphers $ECDSA_CIPHERS "$SUITES" curves X25519:P-256:P-521
  front 28776 8776 ssl crt "$TLS/good.pem" ssl-min-ver TLSv1.2 ciphers $ECDSA_CIPHERS:ECDHE-ECDSA-AES256-SHA "$SUITES" curves X25519:P-256:P-384
  # placement: no TLS at all. octavia: SSL 3 and RC4, by NSS, since no OpenSSL of today has them.
  front 28778 8778
  printf 'listen port-29876\n  mode tcp\n  bind 127.0.0.1:29876\n  server behind unix@%s\n' "$TLS/nss.sock"
} | w haproxy/haproxy.cfg

# selfserv listens on all addresses, so it lives in a network of its own, with a socket file as the way in
start_tls_fronts() {
  if ! alive tls-fronts; then
    stop nss-server 5 # its socket lies beside the certificates
    (make_certificates) > "$LOG/certificates.log" 2>&1 || die "the certificates could not be made" "$LOG/certificates.log"
  fi
  local name
  for name in good:5001 flawed:5002; do
    OS_KEYSTONE_CONFIG_FILES="$ETC/keystone/keystone.conf;$ETC/keystone/tls-${name%:*}.conf" \
      wsgi keystone-tls-${name%:*} ${name#*:} /usr/bin/keystone-wsgi-public 1
  done
  start nss-server unshare --net bash -c 'ip link set lo up && { selfserv -D -d "sql:$0/nss" -n server -p 4433 -V ssl3:tls1.2 -c :0005:000A:002F & }
    exec socat "UNIX-LISTEN:$0/nss.sock,fork,unlink-early,mode=666" TCP:127.0.0.1:4433' "$TLS"
  start tls-fronts haproxy -db -f "$ETC/haproxy/haproxy.cfg"
}
