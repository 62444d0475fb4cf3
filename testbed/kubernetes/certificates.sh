# Sourced by up.sh: one certificate authority of our own, and a certificate for everybody who talks to somebody.
# shellcheck shell=bash

# certificate NAME SUBJECT [SUBJECT_ALT_NAMES]   for a server when it has alternative names, else for a client; kept while valid
certificate() {
  local file=$PKI/$1 usage=clientAuth names=${3:-}
  [ -z "$names" ] || usage=serverAuth names="subjectAltName=$names"
  if [ -f "$file.crt" ] && openssl x509 -checkend 604800 -noout -in "$file.crt" > /dev/null; then return; fi
  openssl req -new -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -subj "$2" -keyout "$file.key" -out "$file.csr" 2> /dev/null &&
    openssl x509 -req -sha256 -days 365 -in "$file.csr" -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -out "$file.crt" \
      -extfile <(printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=%s\n%s\n' "$usage" "$names") 2> /dev/null &&
    rm "$file.csr" || die "the certificate $1 could not be made, is openssl installed?"
}

# authority NAME   a certificate authority; an interrupted call may have left its key alone
authority() {
  [ -s "$PKI/$1.crt" ] && return
  openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -sha256 -days 3650 -subj "/CN=scs-testbed-$MINOR-$1" \
    -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature -keyout "$PKI/$1.key" -out "$PKI/$1.crt.new" 2> /dev/null &&
    mv "$PKI/$1.crt.new" "$PKI/$1.crt" || die "the certificate authority $1 could not be made, is openssl installed?"
}

make_certificates() {
  mkdir -p "$PKI" && chmod 700 "$PKI"
  authority ca
  authority front-proxy-ca # nobody has a certificate of it: there are no aggregated APIs
  [ -s "$PKI/service-account.key" ] || openssl genrsa -out "$PKI/service-account.key" 2048 2> /dev/null
  openssl rsa -in "$PKI/service-account.key" -pubout -out "$PKI/service-account.pub" 2> /dev/null
  certificate apiserver /CN=kube-apiserver "IP:127.0.0.1,IP:10.96.0.1,IP:$GATEWAY,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc"
  certificate apiserver-kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  certificate controller-manager /CN=system:kube-controller-manager
  certificate scheduler /CN=system:kube-scheduler
  certificate kube-proxy /CN=system:kube-proxy
  certificate kwok /O=system:masters/CN=kwok
  certificate admin /O=system:masters/CN=admin
  certificate nobody /CN=nobody
}

# component_config NAME [SERVER]   the kubeconfig of a component, by its certificate
component_config() {
  cat > "$ETC/$1.kubeconfig" << END
apiVersion: v1
kind: Config
clusters: [{name: testbed, cluster: {server: "https://${2:-127.0.0.1}:$PORT", certificate-authority: $PKI/ca.crt}}]
users: [{name: $1, user: {client-certificate: $PKI/$1.crt, client-key: $PKI/$1.key}}]
contexts: [{name: $1, context: {cluster: testbed, user: $1}}]
current-context: $1
END
}
