# Sourced by up.sh: the kubeconfig for whoever uses the cluster, one context for each way to log in.
# shellcheck shell=bash

CONTEXTS="admin reader runner nobody exec token-file"

# token NAME   of the service account NAME; made anew when the cluster does not know it any more (state wiped)
token() {
  local file=$ETC/$1.token
  [ -s "$file" ] && [ "$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --cacert "$PKI/ca.crt" \
    -H "Authorization: Bearer $(cat "$file")" "https://127.0.0.1:$PORT/api")" = 200 ] && return
  kubectl create token "$1" --namespace scs-testbed --duration 8760h > "$file.new" && mv "$file.new" "$file" ||
    die "no token for $1" "$LOG/kube-apiserver.log"
}

# with_embedded FILE...   one line of base64
embedded() { base64 -w 0 "$1"; }

# write_kubeconfig [USERS_OF_SERVICE_ACCOUNTS]   first only with certificates, since tokens are made with it; then whole
write_kubeconfig() {
  local name
  umask 077
  cat > "$ETC/exec-credential" << END
#!/bin/sh
# an exec credential plugin: prints the reader's token
printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}\n' "\$(cat '$ETC/reader.token')"
END
  chmod 700 "$ETC/exec-credential"
  {
    printf 'apiVersion: v1\nkind: Config\ncurrent-context: admin\nclusters:\n'
    printf -- '- {name: testbed-%s, cluster: {server: "https://127.0.0.1:%s", certificate-authority-data: %s}}\n' "$MINOR" "$PORT" "$(embedded "$PKI/ca.crt")"
    printf 'contexts:\n'
    for name in $CONTEXTS; do printf -- '- {name: %s, context: {cluster: testbed-%s, user: %s}}\n' "$name" "$MINOR" "$name"; done
    printf 'users:\n'
    for name in admin nobody; do
      printf -- '- {name: %s, user: {client-certificate-data: %s, client-key-data: %s}}\n' "$name" "$(embedded "$PKI/$name.crt")" "$(embedded "$PKI/$name.key")"
    done
    for name in reader runner; do [ ! -s "$ETC/$name.token" ] || printf -- '- {name: %s, user: {token: %s}}\n' "$name" "$(cat "$ETC/$name.token")"; done
    printf -- '- {name: exec, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: %s, interactiveMode: Never}}}\n' "$ETC/exec-credential"
    printf -- '- {name: token-file, user: {tokenFile: %s}}\n' "$ETC/reader.token"
  } > "$KUBECONFIG_FILE.new" && mv "$KUBECONFIG_FILE.new" "$KUBECONFIG_FILE"
  umask 022
}
