import { fact, ProbeError, type Fact } from '../../../src/fact.ts'
import type { OpenStack, Wire } from '../../../src/openstack/client.ts'
import { catalog, flavors, images, openstack } from '../../../src/openstack/facts.ts'
import { newestMicroversion } from '../../../src/openstack/newest-microversion.ts'
import type { CatalogService, Flavor, Image } from '../../../src/openstack/resources.ts'
import { candidates } from '../../../src/openstack/service-types.ts'
import { listOf, record, text } from '../../../src/openstack/wire-words.ts'
import { priceOf } from '../../vm-choice/choose-flavor.ts'
import { chooseImage } from '../../vm-choice/choose-image.ts'
import { chooseExternalNetwork } from '../../vm-choice/external-network.ts'

/** What Tempest has to be told of a cloud, as far as an ordinary user can see it. */
export interface TempestSettings {
  readonly image: NamedImage
  /** The same where there is no second one. */
  readonly imageAlt: NamedImage
  readonly flavor: Named
  /** What servers are resized to; the same where there is no second one. */
  readonly flavorAlt: Named
  /** Id of a network for floating IPs; null where there is none. */
  readonly publicNetworkId: string | null
  /** Type that the catalog has each service under; null where it has not got it. */
  readonly catalogTypes: Readonly<Record<TempestService, string | null>>
  /** Aliases; null where the service is not there. */
  readonly networkExtensions: readonly string[] | null
  readonly volumeExtensions: readonly string[] | null
  /** Newest microversions; null where there are none. */
  readonly computeMicroversion: string | null
  readonly volumeMicroversion: string | null
}

interface Named {
  readonly id: string
  readonly name: string
}

interface NamedImage extends Named {
  /** Who logs in, by its property `image_original_user`; null where it tells nobody. */
  readonly user: string | null
}

export type TempestService = (typeof services)[number]
const services = ['compute', 'image', 'network', 'block-storage', 'object-store', 'identity'] as const

/** Discovers them. ProbeError `dependency` where there is nothing that a server could be booted with. */
export const tempestSettings: Fact<TempestSettings> = fact({
  name: 'settings for Tempest',
  needs: { openstack, catalog, flavors, images },
  cost: { reads: 5 },
  async load({ openstack, catalog, flavors, images }) {
    const catalogTypes = Object.fromEntries(services.map((service) => [service, typeIn(catalog, service)])) as Record<
      TempestService,
      string | null
    > // one for each
    const has = (service: TempestService) => catalogTypes[service] !== null
    const [network, networkExtensions, volumeExtensions, computeMicroversion, volumeMicroversion] = await Promise.all([
      has('network') ? chooseExternalNetwork(openstack) : null,
      has('network') ? extensionsOf(openstack, 'network') : null,
      has('block-storage') ? extensionsOf(openstack, 'block-storage') : null,
      has('compute') ? newestMicroversion(openstack, 'compute', 2) : null,
      has('block-storage') ? newestMicroversion(openstack, 'block-storage', 3) : null,
    ])
    return {
      ...chooseBoot(images, flavors),
      publicNetworkId: network?.id ?? null,
      catalogTypes,
      networkExtensions,
      volumeExtensions,
      computeMicroversion,
      volumeMicroversion,
    }
  },
})

function typeIn(catalog: readonly CatalogService[], service: TempestService): string | null {
  return candidates(service).find((type) => catalog.some((one) => one.type === type)) ?? null
}

const wireExtensions: Wire<{ readonly extensions: readonly { readonly alias: string }[] }> = {
  name: 'extensions',
  schema: record({ extensions: listOf(record({ alias: text })) }),
}

async function extensionsOf(cloud: OpenStack, service: string): Promise<readonly string[]> {
  const { extensions } = await cloud.read({ service, path: '/extensions' }, wireExtensions)
  return [...new Set(extensions.map(({ alias }) => alias))].toSorted()
}

/**
 * Images and flavors for the servers of the tests: the image that scs-0101 boots and the next best, and the cheapest flavors
 * with a disk on which both fit, since Tempest boots from the flavor's own disk and an ordinary user may not boot there
 * without one. The second flavor has no smaller disk: servers are resized to it.
 *
 * @throws ProbeError dependency where there is no image, or no flavor for it
 */
export function chooseBoot(
  images: readonly Image[],
  flavors: readonly Flavor[],
): Pick<TempestSettings, 'image' | 'imageAlt' | 'flavor' | 'flavorAlt'> {
  const image = chooseImage(images)
  if (!image) throw new ProbeError('dependency', 'there is no active public image that Tempest could boot; offer one')
  const [flavor] = fitting(flavors, [image])
  if (!flavor) {
    const asked = `${image.minRamMiB} MiB of memory and a disk of ${diskGBOf(image)} GB`
    throw new ProbeError(
      'dependency',
      `no flavor has the ${asked} that the image ${image.name} takes; Tempest boots from the disk of the flavor: offer one`,
    )
  }
  const others = images.filter(({ id }) => id !== image.id)
  const imageAlt =
    chooseImage(others.filter((other) => fitting(flavors, [image, other]).length > 0 && isUseful(other))) ?? image
  const [first = flavor, ...rest] = fitting(flavors, [image, imageAlt])
  const flavorAlt = rest.find(({ diskGB }) => diskGB >= first.diskGB) ?? first
  return { image: asNamed(image), imageAlt: asNamed(imageAlt), flavor: named(first), flavorAlt: named(flavorAlt) }
}

function named({ id, name }: { readonly id: string; readonly name: string | null }): Named {
  return { id, name: name ?? id }
}

function asNamed(image: Image): NamedImage {
  return { ...named(image), user: image.properties['image_original_user'] || null }
}

/** Of another architecture it would not boot, and one without a system neither. */
function isUseful({ sizeBytes }: Image): boolean {
  return sizeBytes !== null && sizeBytes > 0
}

/** The cheapest first; of equals the one listed first. */
function fitting(flavors: readonly Flavor[], images: readonly Image[]): readonly Flavor[] {
  const [ram, disk] = [Math.max(...images.map((one) => one.minRamMiB)), Math.max(...images.map(diskGBOf))]
  return flavors
    .filter(({ ramMiB, diskGB }) => ramMiB >= ram && diskGB >= disk)
    .toSorted((one, other) => priceOf(one) - priceOf(other))
}

/** What it asks for, and what it takes all the same. */
function diskGBOf({ minDiskGB, sizeBytes }: Image): number {
  return Math.max(minDiskGB, Math.ceil((sizeBytes ?? 0) / 1024 ** 3), 1)
}
