# Sourced by up.sh where VIRT_HOST is set: a libvirt host that boots real VMs, beside the fake ones.
# shellcheck shell=bash

HOST_DIR=$DATA/nova/$VIRT_HOST
mkdir -p "$HOST_DIR"/{instances,mnt} "$DATA/libvirt" "$ETC/libvirt/qemu"

w nova/compute-$VIRT_HOST.conf << EOT
[DEFAULT]
host = $VIRT_HOST
state_path = $HOST_DIR
instances_path = $HOST_DIR/instances
compute_driver = libvirt.LibvirtDriver
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
force_raw_images = true
flat_injected = false
resume_guests_state_on_host_boot = true
ram_allocation_ratio = 16
cpu_allocation_ratio = 64
disk_allocation_ratio = 16
reserved_host_memory_mb = 0
[libvirt]
connection_uri = qemu:///system
# also where /dev/kvm exists: it may be one that cannot run these guests
virt_type = qemu
cpu_mode = none
images_type = raw
hw_machine_type = x86_64=pc
# not cinder's own mount point: nova unmounts the share after the last detach
nfs_mount_point_base = $HOST_DIR/mnt
rng_dev_path = /dev/urandom
# without sudo the privsep daemon keeps our PATH, and with it bin/mount
[nova_sys_admin]
helper_command = privsep-helper --config-file $ETC/nova/nova.conf --config-file $ETC/nova/compute-$VIRT_HOST.conf
[oslo_concurrency]
lock_path = $HOST_DIR
EOT

w libvirt/libvirtd.conf << EOT
listen_tls = 0
listen_tcp = 0
auth_unix_ro = "none"
auth_unix_rw = "none"
unix_sock_group = "root"
log_outputs = "2:stderr"
EOT

w libvirt/qemu.conf << EOT
user = "root"
group = "root"
dynamic_ownership = 0
security_driver = "none"
cgroup_controllers = [ ]
namespaces = [ ]
remember_owner = 0
stdio_handler = "logd"
EOT

printf 'log_outputs = "2:stderr"\nmax_clients = 100\n' > "$ETC/libvirt/virtlogd.conf"

[ "$DATA/vm-image/tiny.qcow2" -nt "$HERE/libvirt/build-image.sh" ] || bash "$HERE/libvirt/build-image.sh" "$DATA/vm-image" > "$LOG/vm-image.log" 2>&1 \
  || die "the image of the tiny VM could not be built" "$LOG/vm-image.log"

start_libvirt() {
  # bound on itself and shared, so that libvirtd in its own mount namespace sees what nova mounts below it later
  mountpoint -q "$HOST_DIR" || { mount --bind "$HOST_DIR" "$HOST_DIR" && mount --make-shared "$HOST_DIR"; } || die "$HOST_DIR cannot be a shared mount here"
  local daemon
  for daemon in virtlogd libvirtd; do
    start $daemon unshare -m --propagation slave "$HERE/libvirt/own-folders" "$ETC/libvirt" "$DATA/libvirt" \
      $daemon -f "$ETC/libvirt/$daemon.conf" -p "$DATA/libvirt/$daemon.pid"
  done
  wait_for libvirtd 60 virsh -c qemu:///system version
}
