#!/bin/bash
# Builds Kubernetes from its Go modules at the versions pinned in versions.sh. What is there already is not built again.
#   build.sh [--minor M]... [--control-plane] [--node] [--e2e]
# Without --minor every pinned minor; without a part --control-plane and --node. kwok is built each time it is missing.
#   --control-plane  kube-apiserver, kube-controller-manager, kube-scheduler, kubectl
#   --node           kubelet, kube-proxy
#   --e2e            e2e.test, ginkgo and go-runner, for a real conformance image (images.sh)
#
# Integrity: the versions are pinned, and the go command checks every module against the checksum database (GOSUMDB as
# configured on this machine). There is no go.sum to commit, since go.mod is made from that of k8s.io/kubernetes itself.
set -u
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/versions.sh"

minors='' parts=''
while [ $# -gt 0 ]; do
  case $1 in
    --minor) version_of "${2:-}" > /dev/null || die "--minor takes one of: $MINORS"; minors+=" $2"; shift ;;
    --control-plane | --node | --e2e) parts+=" ${1#--}" ;;
    *) die "usage: build.sh [--minor M]... [--control-plane] [--node] [--e2e]" ;;
  esac
  shift
done
[ -n "$minors" ] || minors=$MINORS
[ -n "$parts" ] || parts='control-plane node'

# The go command, only if something must be built. Its caches are the user's own: they make a rebuild quick.
need_go() {
  command -v go > /dev/null || PATH=$PATH:/usr/local/go/bin
  command -v go > /dev/null || die "Go is needed to build Kubernetes and is not in PATH: install Go 1.26 or newer"
  local have
  have=$(cd / && go env GOVERSION)
  [ "$(printf '%s\n' go1.26 "$have" | sort -V | head -n 1)" = go1.26 ] || die "Go 1.26 or newer is needed, this is $have"
  export GOFLAGS="${GOFLAGS:-} -mod=mod -trimpath" GOWORK=off CGO_ENABLED=0
}

# take_turn NAME   A call beside this one would build the same again. The lock is the kernel's, so none is left after a crash.
take_turn() {
  mkdir -p "$BIN_CACHE" && exec 9> "$BIN_CACHE/$1.lock" || die "$BIN_CACHE cannot be written"
  flock -n 9 || { say "another build.sh is at work on $1, waiting for it"; flock 9; }
}

packages_of() {
  case $1 in
    control-plane) echo k8s.io/kubernetes/cmd/{kube-apiserver,kube-controller-manager,kube-scheduler,kubectl} ;;
    node) echo k8s.io/kubernetes/cmd/{kubelet,kube-proxy} ;;
    e2e) echo k8s.io/kubernetes/test/{e2e,conformance/image/go-runner} github.com/onsi/ginkgo/v2/ginkgo ;;
  esac
}

binary_of() {
  case $1 in */test/e2e) echo e2e.test ;; *) echo "${1##*/}" ;; esac
}

# Its staging modules are v0.0.0 in its go.mod, replaced by folders that the module does not hold: their published versions instead.
write_go_mod() {
  local version=$1 folder=$2 origin
  origin=$(go mod download -json "k8s.io/kubernetes@$version" | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
  [ -f "$origin" ] || die "k8s.io/kubernetes $version could not be downloaded: try 'go mod download k8s.io/kubernetes@$version'"
  {
    echo "module testbed.invalid/kubernetes"
    grep -E '^(go|godebug) ' "$origin"
    echo "require k8s.io/kubernetes $version"
    sed -nE "s#^\t(k8s.io/[a-z0-9-]+) => ./staging/.*#replace \1 => \1 v0.${version#v1.}#p" "$origin"
  } > "$folder/go.mod"
}

# go run without -X would make /version say v0.0.0
linker_flags() {
  local version=$1 flags="-s -w" package minor=${1#v1.}
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
    flags+=" -X $package.gitCommit=$version -X $package.gitTreeState=archive -X $package.buildDate=1970-01-01T00:00:00Z"
  done
  echo "$flags"
}

# missing_of VERSION PART   prints the packages whose binaries are not there
missing_of() {
  local package
  for package in $(packages_of "$2"); do [ -x "$BIN_CACHE/$1/bin/$(binary_of "$package")" ] || echo "$package"; done
}

# build_part MINOR PART
build_part() {
  local version work package missing
  version=$(version_of "$1")
  work=$BIN_CACHE/$version
  [ -n "$(missing_of "$version" "$2")" ] || { step_done "$version $2 is there"; return; }
  take_turn "$version"
  missing=$(missing_of "$version" "$2")
  [ -n "$missing" ] || return
  need_go
  rm -rf "$work/new" && mkdir -p "$work/bin" "$work/new" || die "$work cannot be written"
  write_go_mod "$version" "$work"
  for package in $missing; do
    # one go build for all commands, which share most packages; the e2e tests are a test binary
    [[ $package != */test/e2e ]] || (cd "$work" && nice -n 10 go test -c -vet=off -ldflags "$(linker_flags "$version")" -o new/ "$package") 9>&- ||
      die "$version $2 could not be built, see above"
  done
  missing=$(grep -v '/test/e2e$' <<< "$missing")
  # shellcheck disable=SC2086
  [ -z "$missing" ] || (cd "$work" && nice -n 10 go build -ldflags "$(linker_flags "$version")" -o new/ $missing) 9>&- ||
    die "$version $2 could not be built, see above"
  mv "$work"/new/* "$work/bin/" && rmdir "$work/new" || die "$work/bin cannot be written"
  step_done "$version $2 built"
}

# build_kwok   a module without replacements, so that it can be built as it is
build_kwok() {
  local folder=$BIN_CACHE/kwok-$KWOK stage
  [ -s "$folder/stages.yaml" ] && { step_done "kwok $KWOK is there"; return; }
  take_turn "kwok-$KWOK"
  [ -s "$folder/stages.yaml" ] && return
  need_go
  rm -rf "$folder.new"
  (cd / && GOFLAGS=${GOFLAGS/-mod=mod/} GOBIN=$folder.new nice -n 10 go install -ldflags "-s -w -X sigs.k8s.io/kwok/pkg/consts.Version=$KWOK" "sigs.k8s.io/kwok/cmd/kwok@$KWOK") 9>&- ||
    die "kwok $KWOK could not be built, see above"
  # what fake nodes and pods do when: its own descriptions, which the binary does not carry
  for stage in node/fast/node-initialize node/heartbeat-with-lease/node-heartbeat-with-lease pod/fast/pod-{ready,complete,delete}; do
    echo "---" && cat "$(cd / && go mod download -json "sigs.k8s.io/kwok@$KWOK" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')/kustomize/stage/$stage.yaml"
  done > "$folder.new/stages.yaml" || die "kwok $KWOK does not hold the stage $stage"
  rm -rf "$folder" && mv "$folder.new" "$folder"
  step_done "kwok $KWOK built"
}

build_kwok
for part in $parts; do
  for minor in $minors; do build_part "$minor" "$part"; done
done
