# Sourced by up.sh: etcd and the control plane, each bound to 127.0.0.1.
# shellcheck shell=bash

start_etcd() {
  start_anew etcd etcd --name testbed --data-dir "$DATA/etcd" --logger zap --log-level warn \
    --listen-client-urls "http://127.0.0.1:$ETCD_PORT" --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" \
    --listen-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" --initial-advertise-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" \
    --initial-cluster "testbed=http://127.0.0.1:$ETCD_PEER_PORT" --unsafe-no-fsync
}
etcd_answers() { curl -sf -m 5 --noproxy '*' "http://127.0.0.1:$ETCD_PORT/health"; }

# WatchList is off because etcd 3.4 cannot do it (RequestWatchProgress): with it on, watches end at once and clients try again
# with growing pauses, up to minutes. Off, they list and then watch, as always.
# The advertised address is the one pods reach; the socket itself stays on loopback, kubelets.sh puts a relay before it.
start_apiserver() {
  start_anew kube-apiserver "$BIN/kube-apiserver" --bind-address 127.0.0.1 --secure-port "$PORT" --advertise-address "$GATEWAY" \
    --etcd-servers "http://127.0.0.1:$ETCD_PORT" --service-cluster-ip-range 10.96.0.0/16 \
    --tls-cert-file "$PKI/apiserver.crt" --tls-private-key-file "$PKI/apiserver.key" --client-ca-file "$PKI/ca.crt" \
    --kubelet-certificate-authority "$PKI/ca.crt" --kubelet-client-certificate "$PKI/apiserver-kubelet-client.crt" \
    --kubelet-client-key "$PKI/apiserver-kubelet-client.key" --kubelet-preferred-address-types InternalIP \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$PKI/service-account.pub" \
    --service-account-signing-key-file "$PKI/service-account.key" \
    --requestheader-client-ca-file "$PKI/front-proxy-ca.crt" --requestheader-username-headers X-Remote-User \
    --requestheader-group-headers X-Remote-Group --requestheader-extra-headers-prefix X-Remote-Extra- \
    --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction --feature-gates WatchList=false --allow-privileged=true --profiling=false
}

# A fake node renews its lease every quarter of the lease's duration. Thousands of them every 10 s would keep this machine
# busy for nothing, so without real kubelets (whose death should be seen soon) everything is slower.
node_times() {
  if [ "$KUBELETS" -gt 0 ]; then GRACE=40s LEASE=40; else GRACE=40m LEASE=2400; fi
}

start_controllers() {
  node_times
  mkdir -p "$DATA/hostpath" /tmp/hostpath_pv
  # the provisioner writes to /tmp/hostpath_pv, whatever it is told: a mount of its own puts that into the state
  start_anew kube-controller-manager unshare --mount --propagation private sh -c "mount --bind '$DATA/hostpath' /tmp/hostpath_pv && exec \"\$@\"" - \
    "$BIN/kube-controller-manager" --kubeconfig "$ETC/controller-manager.kubeconfig" \
    --authentication-kubeconfig "$ETC/controller-manager.kubeconfig" --authorization-kubeconfig "$ETC/controller-manager.kubeconfig" \
    --bind-address 127.0.0.1 --secure-port "$KCM_PORT" --leader-elect=false --use-service-account-credentials --profiling=false \
    --root-ca-file "$PKI/ca.crt" --service-account-private-key-file "$PKI/service-account.key" \
    --cluster-signing-cert-file "$PKI/ca.crt" --cluster-signing-key-file "$PKI/ca.key" \
    --enable-hostpath-provisioner --node-monitor-grace-period "$GRACE" --kube-api-qps 200 --kube-api-burst 400
  start_anew kube-scheduler "$BIN/kube-scheduler" --kubeconfig "$ETC/scheduler.kubeconfig" \
    --authentication-kubeconfig "$ETC/scheduler.kubeconfig" --authorization-kubeconfig "$ETC/scheduler.kubeconfig" \
    --bind-address 127.0.0.1 --secure-port "$SCHEDULER_PORT" --leader-elect=false --profiling=false
}

kwok_answers() { curl -sf -m 5 --noproxy '*' "http://127.0.0.1:$KWOK_PORT/healthz"; }
start_kwok() {
  node_times
  # as it comes it makes four nodes Ready at a time
  cat > "$ETC/kwok.yaml" << END
apiVersion: config.kwok.x-k8s.io/v1alpha1
kind: KwokConfiguration
options: {nodePlayStageParallelism: 32, podPlayStageParallelism: 4, nodeLeaseParallelism: 4, podsOnNodeSyncParallelism: 4}
END
  set -- kwok "$BIN_CACHE/kwok-$KWOK/kwok" --config "$ETC/kwok.yaml" --config "$BIN_CACHE/kwok-$KWOK/stages.yaml" \
    --kubeconfig "$ETC/kwok.kubeconfig" --server-address "127.0.0.1:$KWOK_PORT" \
    --manage-all-nodes=false --manage-nodes-with-annotation-selector kwok.x-k8s.io/node=fake \
    --cidr "$NET.200.0/21" --node-ip '' --node-lease-duration-seconds "$LEASE"
  stop_changed "$@"
  alive kwok || free_leases
  start "$@"
}

# A node whose lease a kwok holds that has gone would not be played by the next one before the lease ends: for LEASE seconds.
# All in one call, whether there are three of them or thousands; a real kubelet makes its own anew.
free_leases() { kubectl delete --raw /apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases > /dev/null; }
