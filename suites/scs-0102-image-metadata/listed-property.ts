import { check, type Check } from '../../src/check.ts'
import { images } from '../../src/openstack/facts.ts'
import type { Image } from '../../src/openstack/resources.ts'
import { bare, judgeImages, setProperty, unnamed } from './image-finding.ts'

export interface ListedProperty {
  readonly id: `scs-0102-prop-${string}`
  readonly title: string
  readonly section: `scs-0102-v1#${string}`
  /** Name of the property in Glance. */
  readonly property: string
  readonly values: readonly string[]
  readonly isOptional?: boolean
  /** The standard's own property, not one that OpenStack defines. */
  readonly isOwn?: boolean
}

const technical = 'scs-0102-v1#technical-requirements-and-features'

export const listedProperties: readonly ListedProperty[] = [
  {
    id: 'scs-0102-prop-architecture',
    title: 'Every image names a known CPU architecture',
    section: technical,
    property: 'architecture',
    values: ['x86_64', 'aarch64', 'risc-v'],
  },
  {
    id: 'scs-0102-prop-hash_algo',
    title: 'Every image has a hash of algorithm sha256 or sha512',
    section: 'scs-0102-v1#image-build-info',
    property: 'os_hash_algo',
    values: ['sha256', 'sha512'],
  },
  {
    id: 'scs-0102-prop-os_purpose',
    title: 'Every image names a known purpose',
    section: technical,
    property: 'os_purpose',
    values: ['generic', 'oldgeneric', 'minimal', 'k8snode', 'gpu', 'network', 'custom'],
    isOwn: true,
  },
  {
    id: 'scs-0102-prop-hw_disk_bus',
    title: 'Every image that names a disk bus names virtio or scsi',
    section: technical,
    property: 'hw_disk_bus',
    values: ['virtio', 'scsi'],
    isOptional: true,
  },
  {
    id: 'scs-0102-prop-hypervisor_type',
    title: 'Every image that names a hypervisor names a known one',
    section: technical,
    property: 'hypervisor_type',
    values: ['qemu', 'kvm', 'xen', 'hyper-v', 'esxi'],
    isOptional: true,
  },
  {
    id: 'scs-0102-prop-hw_rng_model',
    title: 'Every image that names a random number generator names virtio',
    section: technical,
    property: 'hw_rng_model',
    values: ['virtio'],
    isOptional: true,
  },
  {
    id: 'scs-0102-prop-replace_frequency',
    title: 'Every image states how often it is replaced',
    section: 'scs-0102-v1#image-updating',
    property: 'replace_frequency',
    values: ['never', 'critical_bug', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily'],
    isOwn: true,
  },
]

/**
 * The property has one of the values that the standard lists, letter by letter.
 *
 * An optional one may be absent (or null, which says the same), but an empty text is a value that is not in the list.
 * `os_hash_algo` is written by Glance while an image is uploaded; an image without data has none and fails.
 */
export function listedProperty({ id, title, section, property, values, isOptional, isOwn }: ListedProperty): Check {
  const expected = `${property} ${isOptional ? 'absent or ' : ''}${values.join(', ')}`
  return check({
    id,
    title,
    section,
    needs: { images },
    judge: ({ images }) =>
      judgeImages(images, (image) => {
        const value = valueOf(image, property)
        const open = isOwn ? bare(image) : undefined
        if (value === null ? isOptional : values.includes(value)) return { undecided: open }
        const remedy =
          property === 'os_hash_algo'
            ? 'upload the image again; the glance-api option hashing_algorithm must be sha512 (the default) or sha256'
            : setProperty(image, `${property}=${values[0]}`)
        const actual = value === null ? `no ${property}` : `${property} ${JSON.stringify(value)}`
        return { violation: { expected, actual, remedy }, undecided: unnamed(image) ?? open }
      }),
  })
}

function valueOf(image: Image, property: string): string | null {
  return property === 'os_hash_algo' ? image.hashAlgo : (image.properties[property] ?? null)
}
