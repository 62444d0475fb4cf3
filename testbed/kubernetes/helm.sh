#!/bin/bash
# Builds helm, and fetches the definition of HTTPRoutes, at the versions of versions.sh, both from Go modules. What is there already is
# not made again. Prints the folder that holds `helm` and `httproutes.yaml`.
set -u
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/versions.sh"
folder=$BIN_CACHE/helm-$HELM-$GATEWAY_API
mkdir -p "$BIN_CACHE" && exec 9> "$folder.lock" || die "$BIN_CACHE cannot be written"
flock 9
if [ ! -s "$folder/httproutes.yaml" ]; then
  command -v go > /dev/null || PATH=$PATH:/usr/local/go/bin
  command -v go > /dev/null || die "Go is needed to build helm and is not in PATH: install Go 1.26 or newer"
  rm -rf "$folder.new"
  (cd / && GOFLAGS="${GOFLAGS:-} -trimpath" CGO_ENABLED=0 GOBIN=$folder.new nice -n 10 go install -ldflags '-s -w' "helm.sh/helm/v4/cmd/helm@$HELM") >&2 9>&- ||
    die "helm $HELM could not be built, see above"
  gateway=$(cd / && go mod download -json "sigs.k8s.io/gateway-api@$GATEWAY_API" 9>&- | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  cp "$gateway/config/crd/standard/gateway.networking.k8s.io_httproutes.yaml" "$folder.new/httproutes.yaml" ||
    die "gateway-api $GATEWAY_API could not be downloaded, or does not hold the definition of HTTPRoutes"
  chmod u+w "$folder.new/httproutes.yaml"
  rm -rf "$folder" && mv "$folder.new" "$folder"
fi
echo "$folder"
