import type { Image } from '../../src/openstack/resources.ts'

/** For tests: an image that every check of this project is content with, at the reference time 2026-02-01. */
export function sampleImage({ properties = {}, ...changes }: Partial<Image> = {}): Image {
  return {
    id: 'e5a1',
    name: 'Ubuntu 24.04',
    visibility: 'public',
    hidden: false,
    status: 'active',
    sizeBytes: 1024 ** 3,
    minDiskGB: 8,
    minRamMiB: 512,
    createdAt: '2026-01-15T08:00:00Z',
    hashAlgo: 'sha512',
    ...changes,
    properties: { ...ownProperties, ...properties },
  }
}

/** For tests: the same image without anything that a provider has to set. */
export function bareImage(changes: Partial<Image> = {}): Image {
  return {
    ...sampleImage(),
    ...changes,
    properties: changes.properties ?? { architecture: 'x86_64', os_type: 'linux' },
  }
}

const ownProperties = {
  architecture: 'x86_64',
  os_distro: 'ubuntu',
  os_version: '24.04',
  os_purpose: 'generic',
  hw_disk_bus: 'scsi',
  image_build_date: '2026-01-14',
  image_original_user: 'ubuntu',
  image_source: 'https://cloud-images.ubuntu.com/noble/noble-server-cloudimg-amd64.img',
  image_description: 'https://ubuntu.com/',
  replace_frequency: 'monthly',
  provided_until: 'none',
  uuid_validity: 'notice',
  hotfix_hours: '0',
}

/** For tests: without these properties. */
export function without(image: Image, ...names: readonly string[]): Image {
  const properties = Object.fromEntries(Object.entries(image.properties).filter(([name]) => !names.includes(name)))
  return { ...image, properties }
}
