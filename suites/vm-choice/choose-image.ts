import type { Image } from '../../src/openstack/resources.ts'

/**
 * The image that the sample virtual machine boots: the newest Debian, else the newest Ubuntu, else whichever is listed first; of
 * equals the one listed first. Only what is active can boot. Null where there is none.
 */
export function chooseImage(images: readonly Image[]): Image | null {
  let best: Image | null = null
  for (const image of images) {
    if (image.status === 'active' && (best === null || isBefore(rankOf(best), rankOf(image)))) best = image
  }
  return best
}

/** Kind of system, then version; higher ones are better. */
type Rank = readonly [number, number]

function isBefore(one: Rank, other: Rank): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1])
}

export function rankOf({ properties }: Image): Rank {
  const version = (properties['os_version'] ?? '').trim().toLowerCase()
  if (version === '') return [0, 0]
  switch ((properties['os_distro'] ?? '').trim().toLowerCase()) {
    case 'debian':
      return [2, /^\d+$/.test(version) ? Number(version) : (debianReleases[version] ?? 0)]
    case 'ubuntu':
      return [1, /^\d\d\.\d\d$/.test(version) ? Number(version.replace('.', '')) : 0]
    default:
      return [0, 0]
  }
}

/** Names that may stand for numbers. */
const debianReleases: Readonly<Record<string, number>> = { buster: 10, bullseye: 11, bookworm: 12, trixie: 13 }
