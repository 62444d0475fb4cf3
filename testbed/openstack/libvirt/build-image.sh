#!/bin/bash
# build-image.sh FOLDER   builds FOLDER/tiny.qcow2: a bootable FAT disk (syslinux, Debian's cloud kernel, busybox, rngtest) that
# runs the user data of its config drive as a shell script on its serial console, as cloud-init does with a script.
set -e
mkdir -p "$1"
cd "$1"

if [ ! -d kernel ]; then
  package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ { print $2; exit }')
  apt-get -o APT::Sandbox::User=root -o Acquire::Retries=3 download "$package"
  dpkg-deb -x linux-image-*.deb kernel
fi
release=$(ls kernel/boot/vmlinuz-* | sed 's/.*vmlinuz-//')
modules=kernel/lib/modules/$release/kernel

rm -rf root
mkdir -p root/{bin,sbin,usr/bin,usr/sbin,proc,sys,dev,lib64,lib/x86_64-linux-gnu,usr/lib/x86_64-linux-gnu,modules,mnt,tmp}
cp /bin/busybox root/bin/busybox
ln -s busybox root/bin/sh
cp /usr/bin/rngtest root/bin/
ldd /usr/bin/rngtest | awk '/=> \//{print $3} /ld-linux/{print $1}' | while read -r lib; do mkdir -p "root$(dirname "$lib")" && cp -L "$lib" "root$lib"; done

number=10 # insmod in this order
for module in drivers/virtio/virtio_ring drivers/virtio/virtio drivers/virtio/virtio_pci_modern_dev drivers/virtio/virtio_pci_legacy_dev \
  drivers/virtio/virtio_pci drivers/char/hw_random/rng-core drivers/char/hw_random/virtio-rng net/core/failover drivers/net/net_failover \
  drivers/net/virtio_net drivers/block/virtio_blk drivers/scsi/scsi_common drivers/scsi/scsi_mod drivers/ata/libata drivers/ata/ata_piix \
  drivers/cdrom/cdrom drivers/scsi/sr_mod fs/isofs/isofs; do
  if [ -f "$modules/$module.ko" ]; then cp "$modules/$module.ko" "root/modules/$number-$(basename "$module").ko"; fi
  number=$((number + 1))
done

cat > root/init << 'EOT'
#!/bin/sh
/bin/busybox --install -s
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev
for module in /modules/*; do insmod $module; done
echo "testbed tiny VM up: Linux $(uname -r), uptime $(cat /proc/uptime)"
# the drive is found some time after the driver of its bus was loaded
for second in 1 2 3 4 5 6 7 8 9 10; do [ -b /dev/sr0 ] && break; sleep 1; done
if mount -t iso9660 -o ro /dev/sr0 /mnt && [ -f /mnt/openstack/latest/user_data ]; then
  sh /mnt/openstack/latest/user_data
else
  echo "testbed tiny VM: there is no user data on a config drive"
fi
echo "testbed tiny VM done: uptime $(cat /proc/uptime)"
while :; do sleep 3600; done
EOT
chmod +x root/init
(cd root && find . | cpio -o -H newc 2> /dev/null | gzip -9) > initrd.gz
cp "kernel/boot/vmlinuz-$release" vmlinuz

rm -f tiny.raw
truncate -s 32M tiny.raw
mkfs.vfat -F 16 -n TINY tiny.raw > /dev/null
syslinux --install tiny.raw
cat > syslinux.cfg << 'EOT'
DEFAULT l
PROMPT 0
TIMEOUT 1
SERIAL 0 115200
LABEL l
 KERNEL vmlinuz
 APPEND initrd=initrd.gz console=ttyS0 quiet loglevel=4 panic=5 tsc=reliable
EOT
MTOOLS_SKIP_CHECK=1 mcopy -i tiny.raw vmlinuz initrd.gz syslinux.cfg ::
qemu-img convert -c -O qcow2 tiny.raw tiny.qcow2
rm -rf tiny.raw root kernel linux-image-*.deb
