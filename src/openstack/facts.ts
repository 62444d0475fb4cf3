import { fact, given, ProbeError, type Fact } from '../fact.ts'
import type { Redactor } from '../redact.ts'
import type { OpenStack } from './client.ts'
import type { CatalogService, Flavor, Image, VolumeType } from './resources.ts'
import {
  wireExtraSpecs,
  wireFlavors,
  wireImages,
  wireVolumeTypes,
  type WireFlavors,
  type WireImage,
  type WireSpecs,
} from './wire.ts'

/** The cloud under test, authenticated; rejects where the user may not test (scs-0004: no admin rights). */
export const openstack = given<OpenStack>('the OpenStack cloud')

/** Learns what a fact makes up or is told as a secret, before it is sent anywhere. */
export const redactor = given<Pick<Redactor, 'learn'>>('what takes secrets out of texts')

/**
 * The service catalog of the token. ProbeError dependency where the token came without one: that no service is listed would
 * be seen in it, though nothing was.
 */
export const catalog: Fact<readonly CatalogService[]> = fact({
  name: 'service catalog',
  needs: { openstack },
  load({ openstack }) {
    if (openstack.catalog.length > 0) return openstack.catalog
    throw new ProbeError('dependency', 'the token came without a service catalog; is it for a project?')
  },
})

/**
 * All flavors this user can see, with extra specs. Sends what openstacksdk's `list_flavors(get_extra=True)` sends:
 * `is_public=None` and microversion 2.61; where a flavor comes without extra specs (an older Nova) it is asked for them.
 */
export const flavors: Fact<readonly Flavor[]> = fact({
  name: 'flavors',
  needs: { openstack },
  cost: { reads: 1 },
  async load({ openstack }) {
    const call = { service: 'compute', path: '/flavors/detail', query: { is_public: 'None' }, microversion: '2.61' }
    const listed = await openstack.list(call, wireFlavors, (page) => page.flavors)
    // All at once: the HTTP layer holds them back, and forgets the others when the first is refused and this load ends.
    return Promise.all(listed.map((flavor) => withExtraSpecs(openstack, flavor)))
  },
})

async function withExtraSpecs(cloud: OpenStack, flavor: WireFlavors['flavors'][number]): Promise<Flavor> {
  const { id, name, vcpus, ram, disk } = flavor
  const specs = flavor.extra_specs ?? (await readExtraSpecs(cloud, id))
  return { id, name, vcpus, ramMiB: ram, diskGB: disk, extraSpecs: texts(specs) }
}

async function readExtraSpecs(cloud: OpenStack, id: string): Promise<WireSpecs> {
  const path = `/flavors/${encodeURIComponent(id)}/os-extra_specs`
  return (await cloud.read({ service: 'compute', path }, wireExtraSpecs)).extra_specs
}

/**
 * Images of Glance's default listing (`member_status=all`, not hidden) with visibility public or community, as
 * openstacksdk's `list_images(show_all=True)` sees them. The limit only saves calls: Glance's own default is 25 a page.
 */
export const images: Fact<readonly Image[]> = fact({
  name: 'images',
  needs: { openstack },
  cost: { reads: 1 },
  async load({ openstack }) {
    const call = { service: 'image', path: '/images', query: { member_status: 'all', limit: '1000' } }
    const listed = await openstack.list(call, wireImages, (page) => page.images)
    return listed.filter(({ visibility }) => visibility === 'public' || visibility === 'community').map(imageOf)
  },
})

/** Fields of every image by Glance's own schema; all others are properties. */
const coreFields = new Set(
  (
    'id name status visibility protected checksum owner size virtual_size container_format disk_format created_at ' +
    'updated_at tags min_ram min_disk os_hidden os_hash_algo os_hash_value self file schema direct_url locations'
  ).split(' '),
)

function imageOf(image: WireImage): Image {
  const properties: Record<string, string | null> = {}
  for (const [key, value] of Object.entries(image)) {
    if (coreFields.has(key)) continue
    // Properties are texts by Glance's schema; what is not is a field of a release newer than this, kept for the record.
    properties[key] = typeof value === 'string' || value === null ? value : JSON.stringify(value)
  }
  return {
    id: image.id,
    name: image.name ?? null,
    visibility: image.visibility,
    hidden: image.os_hidden ?? false,
    status: image.status,
    sizeBytes: image.size ?? null,
    minDiskGB: image.min_disk,
    minRamMiB: image.min_ram,
    createdAt: image.created_at,
    hashAlgo: image.os_hash_algo ?? null,
    properties,
  }
}

/** All volume types this user can see: openstacksdk's `list_volume_types()`. */
export const volumeTypes: Fact<readonly VolumeType[]> = fact({
  name: 'volume types',
  needs: { openstack },
  cost: { reads: 1 },
  async load({ openstack }) {
    const listed = await openstack.list(
      { service: 'block-storage', path: '/types' },
      wireVolumeTypes,
      (page) => page.volume_types,
    )
    return listed.map(({ id, name, description = null }) => ({ id, name, description }))
  },
})

function texts(specs: WireSpecs): Record<string, string> {
  return Object.fromEntries(Object.entries(specs).map(([key, value]) => [key, String(value)]))
}
