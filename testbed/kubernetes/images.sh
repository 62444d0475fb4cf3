#!/bin/bash
# Makes the container images of the testbed, since there is no registry: archives for `ctr images import`, each with an .id beside it.
#   images.sh FOLDER VERSION      VERSION as v1.36.3: the tag of the conformance images
#   registry.invalid/pause:1, registry.invalid/busybox:1          from Debian's static busybox
#   registry.invalid/conformance-stand-in:VERSION, and one for every mode, as conformance-stand-in-fail:VERSION
#   registry.invalid/conformance:VERSION                          the real tests, if `build.sh --e2e` was called
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
. "$here/../lib.sh"
. "$here/versions.sh"
folder=$1 version=$2
bin=$BIN_CACHE/$version/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"

# layer NAME   packs the folder $work/NAME; the same files give the same bytes
layer() { tar -C "$work/$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$work/$1.tar" .; }

# image ARCHIVE NAME CONFIG LAYER...   CONFIG is the part "config" of an image's configuration (JSON)
image() {
  local archive=$folder/$1.tar name=$2 config=$3 one ids='' files='' id
  shift 3
  for one in "$@"; do
    [ -f "$work/$one.tar" ] || layer "$one"
    ids+=,\"sha256:$(sha256sum < "$work/$one.tar" | cut -d' ' -f1)\"
    files+=,\"$one.tar\"
  done
  id=$(sha256sum <<< "$name $config $ids" | cut -d' ' -f1)
  [ -f "$archive" ] && [ "$(cat "$archive.id" 2> /dev/null)" = "$id" ] && return
  printf '{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' "$config" "${ids#,}" > "$work/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":[%s]}]' "$name" "${files#,}" > "$work/manifest.json"
  rm -f "$archive.id"
  (cd "$work" && tar -cf "$archive" manifest.json config.json "${@/%/.tar}")
  echo "$id" > "$archive.id"
}

# --- busybox: the base of all
mkdir -p "$work"/busybox/{bin,etc,tmp,root}
chmod 1777 "$work/busybox/tmp"
cp /bin/busybox "$work/busybox/bin/busybox"
for applet in $(/bin/busybox --list); do [ "$applet" = busybox ] || ln -s busybox "$work/busybox/bin/$applet"; done
echo 'root:x:0:0:root:/root:/bin/sh' > "$work/busybox/etc/passwd"
image busybox registry.invalid/busybox:1 '{"Env":["PATH=/bin"],"Cmd":["sh"]}' busybox
# shellcheck disable=SC2016
image pause registry.invalid/pause:1 '{"Env":["PATH=/bin"],"Entrypoint":["sh","-c","trap \"exit 0\" TERM INT; while :; do sleep 3600 & wait $!; done"]}' busybox

# --- the stand-in for the official conformance image
mkdir -p "$work/stand-in/usr/local/bin"
cp "$here/conformance-stand-in.sh" "$work/stand-in/usr/local/bin/kubeconformance"
ln -s usr/local/bin/kubeconformance "$work/stand-in/run_e2e.sh"
for mode in '' fail flake hang exit-early no-junit crash slow; do
  image "conformance-stand-in${mode:+-$mode}" "registry.invalid/conformance-stand-in${mode:+-$mode}:$version" \
    '{"Env":["PATH=/usr/local/bin:/bin","E2E_FOCUS=\\[Conformance\\]","E2E_SKIP=","E2E_PROVIDER=local","E2E_PARALLEL=1","E2E_VERBOSITY=4","RESULTS_DIR=/tmp/results","KUBECONFIG=","STAND_IN_MODE='"$mode"'"],"Entrypoint":["kubeconformance"]}' busybox stand-in
done

# --- the real one
if [ -x "$bin/e2e.test" ]; then
  mkdir -p "$work/conformance/usr/local/bin" "$work/conformance/kubernetes"
  cp "$bin/e2e.test" "$bin/ginkgo" "$bin/kubectl" "$work/conformance/usr/local/bin/"
  cp "$bin/go-runner" "$work/conformance/usr/local/bin/kubeconformance"
  ln -s usr/local/bin/kubeconformance "$work/conformance/gorunner"
  image conformance "registry.invalid/conformance:$version" \
    '{"Env":["PATH=/usr/local/bin:/bin","E2E_FOCUS=\\[Conformance\\]","E2E_SKIP=","E2E_PROVIDER=local","E2E_PARALLEL=1","E2E_VERBOSITY=4","RESULTS_DIR=/tmp/results","KUBECONFIG="],"Entrypoint":["kubeconformance"]}' busybox conformance
fi
