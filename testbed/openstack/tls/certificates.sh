# Sourced by tls/fronts.sh: an authority of the testbed's own and the certificates of the fronts, good for 30 days.
# shellcheck shell=bash

# issue NAME SUBJECT-ALT-NAME FROM-DAY TO-DAY   by the authority; NAME.pem holds certificate and key, as haproxy wants them
issue() {
  local name=$1 san=$2 from to
  from=$(date -u -d "$3 days -1 minute" +%Y%m%d%H%M%SZ) to=$(date -u -d "$4 days" +%Y%m%d%H%M%SZ)
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$name" -addext "subjectAltName=$san" \
    -keyout "$name.key" -out "$name.csr" \
    && openssl ca -batch -notext -config ca.conf -cert ca.pem -keyfile ca.key -md sha256 -startdate "$from" -enddate "$to" \
      -in "$name.csr" -out "$name.crt" \
    && cat "$name.crt" "$name.key" > "$name.pem"
}

# self_signed NAME KEY...   for the address of the fronts, by nobody but itself
self_signed() {
  openssl req -x509 "${@:2}" -nodes -days 30 -subj "/CN=$1" -addext subjectAltName=IP:127.0.0.1 -keyout "$1.key" -out "$1.crt" \
    && cat "$1.crt" "$1.key" > "$1.pem"
}

make_certificates() {
  rm -rf "$TLS" && mkdir -p "$TLS" && cd "$TLS" || return
  cat > ca.conf << EOT
[ca]
default_ca = own
[own]
dir = $TLS
database = $TLS/index
new_certs_dir = $TLS
rand_serial = yes
policy = any
copy_extensions = copy
[any]
commonName = optional
EOT
  : > index
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=testbed authority" \
    -keyout ca.key -out ca.pem \
    && issue good IP:127.0.0.1 0 30 \
    && issue expired IP:127.0.0.1 -20 -10 \
    && issue elsewhere DNS:elsewhere.example 0 30 \
    && self_signed alone -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
    && self_signed nss -newkey rsa:2048 \
    && openssl pkcs12 -export -inkey nss.key -in nss.crt -name server -passout pass: -out nss.p12 \
    && mkdir nss && certutil -N -d sql:nss --empty-password && pk12util -i nss.p12 -d sql:nss -W ''
}
