# Sourced: what is built, pinned. A newer patch: change it here; the old binaries stay in the cache until deleted.
# shellcheck shell=bash

MINORS="1.36 1.37"          # the first is the default of up.sh
KUBERNETES_1_36=v1.36.3
KUBERNETES_1_37=v1.37.2
KWOK=v0.8.0
HELM=v4.3.1
GATEWAY_API=v1.6.3

# where the binaries lie: one folder per version, shared by all checkouts of a user
BIN_CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/scs-conformance-testbed

# version_of MINOR   prints e.g. v1.36.3; fails for a minor that is not pinned
version_of() {
  local variable=KUBERNETES_${1//./_}
  [ -n "${!variable:-}" ] && echo "${!variable}"
}
