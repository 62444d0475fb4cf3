# Sourced by up.sh and down.sh: real nodes. Each is a bubble of namespaces (mount, network, UTS, PID) whose first process is node-init.sh,
# with containerd, kubelet and kube-proxy in it. When that first process ends, the kernel ends all others and drops mounts and interfaces.
# shellcheck shell=bash

# node_settings N
node_settings() {
  NODE_NAME=node-$1 NODE_IP=$NET.0.$((10 + $1)) NODE_PODS=$NET.$1.0/24 NODE_FOLDER=$DATA/node-$1
}

# the numbers of all nodes ever started in this state
node_numbers() {
  local folder
  for folder in "$DATA"/node-*; do [ ! -d "$folder" ] || echo "${folder##*-}"; done
}

# inside COMMAND...   in the namespaces of the node of node_settings
inside() { nsenter -t "$(node_pid)" -m -n -u -p -- "$@"; }
node_pid() {
  local holder
  read -r holder _ < "$RUN/$NODE_NAME.pid" && pgrep -P "$holder"
}

# the cgroup folders of our nodes: one in each hierarchy of cgroup v1, one in all of v2
cgroup_folders() {
  local hierarchy
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then echo "/sys/fs/cgroup/$CGROUP"; return; fi
  for hierarchy in /sys/fs/cgroup/*/; do [ ! -w "$hierarchy/cgroup.procs" ] || echo "$hierarchy$CGROUP"; done
}

# Every kubelet has its own root, or they reap each other's pods.
make_cgroups() {
  local root folder file
  for root in $(cgroup_folders); do
    for folder in "$root" "$root/$NODE_NAME"; do
      mkdir -p "$folder" || die "the cgroup $folder cannot be made, are cgroups mounted writable?"
      # v1: a new cpuset is empty, nothing can run in it
      for file in cpuset.cpus cpuset.mems; do
        [ ! -w "$folder/$file" ] || [ -e "$folder/cgroup.controllers" ] || [ -n "$(cat "$folder/$file")" ] || cat "${folder%/*}/$file" > "$folder/$file"
      done
      # v2: controllers are handed down one by one
      [ ! -e "$folder/cgroup.controllers" ] || sed 's/\</+/g' "${folder%/*}/cgroup.controllers" > "${folder%/*}/cgroup.subtree_control"
    done
  done
}

# The bridge, and a relay on it to the API server, which itself listens on loopback only.
start_node_network() {
  if ! ip link show "$BRIDGE" > /dev/null 2>&1; then
    [ -z "$(ip -4 -o addr show to "$NET.0.0/16")$(ip -4 route show to root "$NET.0.0/16")" ] || die "the addresses $NET.0.0/16 are used on this machine already, take another --minor"
    ip link add "$BRIDGE" type bridge && ip addr add "$GATEWAY/24" dev "$BRIDGE" && ip link set "$BRIDGE" up || die "the bridge $BRIDGE cannot be made"
  fi
  start_anew relay socat "TCP-LISTEN:$PORT,bind=$GATEWAY,reuseaddr,fork" "TCP:127.0.0.1:$PORT"
}

containerd_config() {
  local snapshotter=overlayfs
  [ "$(stat -f -c %T "$NODE_FOLDER")" != overlayfs ] || snapshotter=native
  cat > "$NODE_FOLDER/etc/containerd.toml" << END
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.invalid/pause:1"
  # without CAP_SYS_RESOURCE no process may get a lower score than its parent
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$snapshotter"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$NODE_FOLDER/etc/cni"
END
  # ptp and not bridge: all is routed, so Services work between pods of one node without br_netfilter
  cat > "$NODE_FOLDER/etc/cni/pods.conflist" << END
{
  "cniVersion": "0.4.0", "name": "pods",
  "plugins": [
    {"type": "ptp", "ipam": {"type": "host-local", "subnet": "$NODE_PODS", "routes": [{"dst": "0.0.0.0/0"}]}},
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
END
}

kubelet_config() {
  cat > "$NODE_FOLDER/etc/kubelet.yaml" << END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $NODE_IP
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $PKI/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $PKI/$NODE_NAME-server.crt
tlsPrivateKeyFile: $PKI/$NODE_NAME-server.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$CGROUP/$NODE_NAME
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
resolvConf: ""
readOnlyPort: 0
# nothing here may be thrown away or evicted for want of disk: there is no registry to fetch an image again from
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 50Mi, nodefs.available: "0%", imagefs.available: "0%", nodefs.inodesFree: "0%", imagefs.inodesFree: "0%"}
END
  cat > "$NODE_FOLDER/etc/kube-proxy.yaml" << END
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
bindAddress: $NODE_IP
hostnameOverride: $NODE_NAME
mode: iptables
clientConnection: {kubeconfig: $ETC/kube-proxy.kubeconfig}
# the limits of connection tracking belong to the machine
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
END
}

start_node() {
  node_settings "$1"
  mkdir -p "$NODE_FOLDER"/{etc/cni,lib,log}
  certificate "$NODE_NAME" "/O=system:nodes/CN=system:node:$NODE_NAME"
  certificate "$NODE_NAME-server" "/CN=$NODE_NAME" "IP:$NODE_IP,DNS:$NODE_NAME"
  component_config "$NODE_NAME" "$GATEWAY"
  containerd_config
  kubelet_config
  make_cgroups
  start "$NODE_NAME" unshare --mount --net --uts --pid --fork --kill-child --mount-proc --propagation private \
    bash "$HERE/node-init.sh" "$NODE_NAME" "$NODE_FOLDER" "$DATA/hostpath"
  wait_for "$NODE_NAME" 10 inside test -e /run/node-is-made
  connect_node
  start "$NODE_NAME-containerd" nsenter -t "$(node_pid)" -m -n -u -p -- containerd --config "$NODE_FOLDER/etc/containerd.toml"
  wait_for "$NODE_NAME-containerd" 30 inside ctr version
  import_images
  start "$NODE_NAME-kubelet" nsenter -t "$(node_pid)" -m -n -u -p -- "$BIN/kubelet" --config "$NODE_FOLDER/etc/kubelet.yaml" \
    --kubeconfig "$ETC/$NODE_NAME.kubeconfig" --hostname-override "$NODE_NAME" --node-ip "$NODE_IP" \
    --node-labels "topology.kubernetes.io/region=region-1,topology.kubernetes.io/zone=zone-$1,topology.scs.community/host-id=real-host-$1"
  start "$NODE_NAME-kube-proxy" nsenter -t "$(node_pid)" -m -n -u -p -- "$BIN/kube-proxy" --config "$NODE_FOLDER/etc/kube-proxy.yaml"
}

# a cable from the bridge to the node, and the way to its pods
connect_node() {
  local port=$BRIDGE-${NODE_NAME#node-} other
  if ! inside ip link show eth0 > /dev/null 2>&1; then
    ip link del "$port" 2> /dev/null
    ip link add "$port" type veth peer name eth0 netns "$(node_pid)" && ip link set "$port" master "$BRIDGE" up || die "the cable $port cannot be made"
    inside ip addr add "$NODE_IP/24" dev eth0 && inside ip link set eth0 up && inside ip route add default via "$GATEWAY"
  fi
  ip route replace "$NODE_PODS" via "$NODE_IP"
  for other in $(seq "$KUBELETS"); do
    [ "$NET.$other.0/24" = "$NODE_PODS" ] || inside ip route replace "$NET.$other.0/24" via "$NET.0.$((10 + other))"
  done
}

import_images() {
  local image
  for image in "$DATA"/images/*.tar; do
    # a name with the size and date of the archive says that it is in already
    cmp -s "$image.id" "$NODE_FOLDER/lib/$(basename "$image").id" && continue
    inside ctr --namespace k8s.io images import "$image" >> "$LOG/$NODE_NAME-images.log" 2>&1 || die "$image cannot be imported" "$LOG/$NODE_NAME-images.log"
    cp "$image.id" "$NODE_FOLDER/lib/$(basename "$image").id"
  done
}

node_is_ready() { kubectl get node "$NODE_NAME" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' | grep -q True; }

# start_kubelets   as many as $KUBELETS says; those beyond are taken away
start_kubelets() {
  local number
  for number in $(node_numbers); do
    [ "$number" -gt "$KUBELETS" ] || continue
    stop_node "$number"
    rm -rf "$DATA/node-$number"
    kubectl delete node "node-$number" --ignore-not-found > /dev/null
  done
  [ "$KUBELETS" -gt 0 ] || return 0
  bash "$HERE/images.sh" "$DATA/images" "$VERSION" > "$LOG/images.log" 2>&1 || die "the images could not be made: $(tail -n 1 "$LOG/images.log")" "$LOG/images.log"
  start_node_network
  component_config kube-proxy "$GATEWAY"
  for number in $(seq "$KUBELETS"); do start_node "$number"; done
  for number in $(seq "$KUBELETS"); do
    node_settings "$number"
    wait_for "$NODE_NAME-kubelet" 90 node_is_ready
    kubectl label --overwrite node "$NODE_NAME" node-role.kubernetes.io/worker= > /dev/null
  done
}

stop_node() {
  node_settings "$1"
  stop "$NODE_NAME-kubelet" 5
  stop "$NODE_NAME-kube-proxy" 5
  stop "$NODE_NAME" 5
  rm -f "$RUN/$NODE_NAME-containerd.pid"
}

# stop_kubelets   leaves no process and no interface
stop_kubelets() {
  local number
  for number in $(node_numbers); do stop_node "$number" & done
  wait
  stop relay 5
  ip link del "$BRIDGE" 2> /dev/null
}

remove_cgroups() {
  local folder
  for folder in $(cgroup_folders); do
    [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} \; || die "the cgroup $folder cannot be removed, something runs in it still"
  done
}
