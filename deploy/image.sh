#!/bin/bash
# Makes the root file system of an image without a container engine and without a registry: the steps of Containerfile, over files of this
# machine (Debian 12) in place of its base. For the lanes; whoever has an engine builds the Containerfile.
#   image.sh FOLDER [ARCHIVE NAME]     FOLDER/rootfs is made; ARCHIVE is for `ctr images import`, the image is called NAME
set -eu
here=$(cd "$(dirname "$0")/.." && pwd -P)
folder=$1 rootfs=$1/rootfs app=$1/rootfs/app
node=$here/node_modules/.bin/node
PATH=$(dirname "$(readlink -f "$node")"):$PATH
mkdir -p "$app"

# --- stage "build"
cp "$here"/{package.json,package-lock.json,.npmrc,tsconfig.json,tsconfig.build.json} "$app/"
(cd "$app" && npm ci --no-audit --no-fund --prefer-offline)
for part in bin src suites reports standards testbed; do (cd "$here" && git ls-files -z "$part" | tar --null -T - -cf -) | tar -C "$app" -xf -; done
(cd "$app" && npm run build && npm prune --omit=dev --no-audit --no-fund)

# --- what the second stage copies
find "$app" -mindepth 1 -maxdepth 1 ! -name package.json ! -name bin ! -name dist ! -name node_modules -exec rm -rf {} +
mkdir -p "$app/deploy"
cp "$here/LICENSE" "$here/README.md" "$app/"
install -m 755 "$here/deploy/nightly.sh" "$app/deploy/nightly.sh"

# --- in place of the base: Node, ssh-keygen with the libraries of both, and busybox for the shell
mkdir -p "$rootfs"/{bin,etc,usr/bin,usr/local/bin,tmp,data,proc,dev}
chmod 1777 "$rootfs/tmp"
cp "$(readlink -f "$node")" "$rootfs/usr/local/bin/node"
cp /usr/bin/ssh-keygen "$rootfs/usr/bin/"
ldd "$rootfs/usr/local/bin/node" /usr/bin/ssh-keygen | grep -oE '/[^ ]+' | grep -v ':$' | sort -u | while read -r library; do
  mkdir -p "$rootfs$(dirname "$library")" && cp -L "$library" "$rootfs$library"
done
cp /bin/busybox "$rootfs/bin/busybox"
for applet in $(/bin/busybox --list); do [ "$applet" = busybox ] || ln -s busybox "$rootfs/bin/$applet"; done
ln -s /bin/env "$rootfs/usr/bin/env"
printf 'root:x:0:0:root:/root:/bin/sh\nscs:x:65532:65532::/tmp:/bin/false\n' > "$rootfs/etc/passwd"
printf 'root:x:0:\nscs:x:65532:\n' > "$rootfs/etc/group"
ln -s /app/bin/scs-conformance "$rootfs/usr/local/bin/scs-conformance"
[ $# -gt 1 ] || exit 0

# --- the archive, as testbed/kubernetes/images.sh makes its own
tar -C "$rootfs" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$folder/layer.tar" .
digest=$(sha256sum < "$folder/layer.tar" | cut -d' ' -f1)
environment=$(sed -n '/^ENV /,/[^\\]$/p' "$here/deploy/Containerfile" | sed 's/^ENV //; s/\\$//' | tr -s ' \n' '\n\n' | sed '/^$/d; s/.*/"&"/' | paste -sd,)
printf '{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z","config":{"User":"65532:65532","WorkingDir":"/app","Env":["PATH=/usr/local/bin:/usr/bin:/bin",%s],"Entrypoint":["scs-conformance"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$environment" "$digest" > "$folder/config.json"
printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$3" > "$folder/manifest.json"
tar -C "$folder" -cf "$2" manifest.json config.json layer.tar
echo "$digest" > "$2.id"
rm "$folder/layer.tar"
