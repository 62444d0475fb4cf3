import type { Image } from '../../src/openstack/resources.ts'

/** An image, or a class of images, that users can expect by name, and where it has to come from. */
export interface StandardImage {
  readonly sourceCheck: `scs-0104-source-${string}`
  readonly imageCheck: `scs-0104-image-${string}`
  /** For people: the name, or an example of one. */
  readonly name: string
  /** The beginning of the names of a class of images; without it exactly `name` is meant. */
  readonly scheme?: RegExp
  /** Allowed beginnings of `image_source`. */
  readonly sources: readonly string[]
  readonly section: `scs-0104-v1#${string}`
}

const single = 'scs-0104-v1#image-specification-single-image'
const several = 'scs-0104-v1#image-specification-class-of-images'

const osismBucket = 'https://nbg1.your-objectstorage.com/osism/openstack-k8s-capi-images/'
const regioBucket =
  'https://swift.services.a.regiocloud.tech/swift/v1/AUTH_b182637428444b9aa302bb8d5a5a418c/openstack-k8s-capi-images/'
const capiSources = [osismBucket, `${regioBucket}ubuntu-2404-kube`, `${regioBucket}ubuntu-2204-kube`]

function ubuntu(release: string): readonly string[] {
  return [`https://cloud-images.ubuntu.com/releases/${release}/`, `https://cloud-images.ubuntu.com/${release}/`]
}

function debian(release: string): readonly string[] {
  return [`https://cloud.debian.org/images/cloud/${release}/`, `https://cdimage.debian.org/cdimage/cloud/${release}/`]
}

export const standardImages: readonly StandardImage[] = [
  {
    sourceCheck: 'scs-0104-source-capi-1',
    imageCheck: 'scs-0104-image-capi-1',
    name: 'ubuntu-capi-image v1.2.3',
    scheme: /^ubuntu-capi-image v[0-9]\.[0-9]+(\.[0-9]+)?/,
    sources: capiSources,
    section: several,
  },
  {
    sourceCheck: 'scs-0104-source-capi-2',
    imageCheck: 'scs-0104-image-capi-2',
    name: 'ubuntu-capi-image-v1.2.3',
    scheme: /^ubuntu-capi-image-v[0-9]\.[0-9]+(\.[0-9]+)?/,
    sources: capiSources,
    section: several,
  },
  {
    sourceCheck: 'scs-0104-source-ubuntu-2404',
    imageCheck: 'scs-0104-image-ubuntu-2404',
    name: 'Ubuntu 24.04',
    sources: ubuntu('noble'),
    section: single,
  },
  {
    sourceCheck: 'scs-0104-source-ubuntu-2204',
    imageCheck: 'scs-0104-image-ubuntu-2204',
    name: 'Ubuntu 22.04',
    sources: ubuntu('jammy'),
    section: single,
  },
  {
    sourceCheck: 'scs-0104-source-ubuntu-2004',
    imageCheck: 'scs-0104-image-ubuntu-2004',
    name: 'Ubuntu 20.04',
    sources: ubuntu('focal'),
    section: single,
  },
  {
    sourceCheck: 'scs-0104-source-debian-13',
    imageCheck: 'scs-0104-image-debian-13',
    name: 'Debian 13',
    sources: debian('trixie'),
    section: single,
  },
  {
    sourceCheck: 'scs-0104-source-debian-12',
    imageCheck: 'scs-0104-image-debian-12',
    name: 'Debian 12',
    sources: debian('bookworm'),
    section: single,
  },
  {
    sourceCheck: 'scs-0104-source-debian-11',
    imageCheck: 'scs-0104-image-debian-11',
    name: 'Debian 11',
    sources: debian('bullseye'),
    section: single,
  },
  {
    sourceCheck: 'scs-0104-source-debian-10',
    imageCheck: 'scs-0104-image-debian-10',
    name: 'Debian 10',
    sources: debian('buster'),
    section: single,
  },
]

/** What was found under the name or the name scheme. */
export interface Found {
  /** One image a name: where several have the same, the last in the cloud's list, as in the official suite. */
  readonly images: readonly Image[]
  /** Namesakes that were not looked at. */
  readonly notes: readonly string[]
  /** An image without a name can neither fit a scheme nor not; the official suite gives up on the testcase. */
  readonly undecided?: { readonly kind: 'malformed'; readonly message: string }
}

/** The images of this cloud that a specification speaks of. */
export function findImages(images: readonly Image[], { name, scheme }: StandardImage): Found {
  const fits = (image: Image): boolean => (scheme ? scheme.test(image.name ?? '') : image.name === name)
  const groups = [...Map.groupBy(images.filter(fits), (image) => image.name)]
  const notes = groups
    .filter(([, group]) => group.length > 1)
    .map(
      ([shared, group]) => `${group.length} images are named ${shared}; judged is the last listed, ${group.at(-1)?.id}`,
    )
  const found = { images: groups.flatMap(([, group]) => group.slice(-1)), notes }
  const unnamed = scheme && images.find((image) => image.name === null)
  if (!unnamed) return found
  const message = `image ${unnamed.id} has no name; name it, or the official suite gives up looking for name schemes`
  return { ...found, undecided: { kind: 'malformed', message } }
}
