import type { KubernetesBranch, KubernetesReleases } from '../kubernetes/release-data.ts'
import { validator } from '../validate.ts'
import { listOf, record, text, textOrNull, wire, yesNo } from '../wire.ts'
import type { RefreshKind } from './refresh-kind.ts'

const website = 'https://raw.githubusercontent.com/kubernetes/website/main/data/releases'
const releases = 'https://api.github.com/repos/kubernetes/kubernetes/releases?per_page=100'
/** More of them than there were in the last five years. */
const mostPages = 10

/**
 * Ends of life from the data of kubernetes.io, release times from GitHub, which tells when a patch was published: kubernetes.io
 * tells for which day it was planned. What GitHub no longer lists is kept from before.
 */
export const refreshKubernetesReleases: RefreshKind = async ({ read, previous, wholeUntil }) => {
  const wires = validator()
  const schedule = await wires.check(await read(`${website}/schedule.yaml`, 'yaml'), wireSchedule, 'schedule.yaml')
  const ended = await wires.check(await read(`${website}/eol.yaml`, 'yaml'), wireEndOfLife, 'eol.yaml')
  const published = new Map<string, string>()
  for (let page = 1; ; page++) {
    const url = `${releases}&page=${page}`
    const listed = await wires.check(await read(url, 'json'), wireReleases, url)
    for (const { tag_name: tag, draft, prerelease, published_at: at } of listed) {
      if (!draft && !prerelease && at !== null && /^v\d+\.\d+\.\d+$/.test(tag)) published.set(tag.slice(1), at)
    }
    const oldest = listed.map(({ published_at: at }) => at ?? '9999').toSorted()[0] ?? ''
    if (listed.length < 100 || oldest <= previous.reach || page === mostPages) break
  }
  const before = new Map((previous.content as KubernetesReleases).branches.map((branch) => [branch.minor, branch]))
  const ends = new Map<string, string>()
  for (const { release, endOfLifeDate } of [...ended.branches, ...schedule.schedules]) {
    // A minor that got another patch after all is listed again, with the later end.
    if (endOfLifeDate > (ends.get(release) ?? '')) ends.set(release, endOfLifeDate)
  }
  const branches = [...ends].map(([minor, endOfLife]): KubernetesBranch => {
    const planned = schedule.schedules.find(({ release }) => release === minor)?.releaseDate
    const patches = patchesOf(minor, published, before.get(minor))
    // When a minor began that has ended and that nobody tells of any more matters to nobody.
    const releasedAt = published.get(`${minor}.0`) ?? before.get(minor)?.releasedAt ?? planned ?? endOfLife
    return { minor, releasedAt, endOfLife, patches }
  })
  const newest = [...published.values()].toSorted().at(-1)?.slice(0, 10)
  return {
    reach: wholeUntil ?? newest ?? previous.reach,
    sources: [`${website}/schedule.yaml`, `${website}/eol.yaml`, releases],
    content: { branches: branches.toSorted((a, b) => order(b.minor, a.minor)) },
  }
}

function patchesOf(minor: string, published: ReadonlyMap<string, string>, before: KubernetesBranch | undefined) {
  const known = new Map(before?.patches.map(({ version, releasedAt }) => [version, releasedAt]))
  for (const [version, releasedAt] of published) if (version.startsWith(`${minor}.`)) known.set(version, releasedAt)
  return [...known]
    .map(([version, releasedAt]) => ({ version, releasedAt }))
    .toSorted((a, b) => order(b.version, a.version))
}

function order(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

const wireSchedule = wire<{
  readonly schedules: readonly {
    readonly release: string
    readonly releaseDate: string
    readonly endOfLifeDate: string
  }[]
}>('schedule', record({ schedules: listOf(record({ release: text, releaseDate: text, endOfLifeDate: text })) }))
const wireEndOfLife = wire<{
  readonly branches: readonly { readonly release: string; readonly endOfLifeDate: string }[]
}>('ends of life', record({ branches: listOf(record({ release: text, endOfLifeDate: text })) }))
const wireReleases = wire<
  readonly {
    readonly tag_name: string
    readonly draft: boolean
    readonly prerelease: boolean
    readonly published_at: string | null
  }[]
>('releases', listOf(record({ tag_name: text, draft: yesNo, prerelease: yesNo, published_at: textOrNull })))
