import type { NewestVersion } from '../../src/openstack/newest-versions.ts'
import {
  apisOf,
  seriesShowing,
  type OpenStackSeries,
  type ReferenceDocument,
  type Series,
} from '../../src/openstack/series-data.ts'
import { ago, earliest } from '../reference-data/dates.ts'

/** What the newest version of a service's API tells of the series that runs. */
export type Told = { readonly series: readonly string[] } & (
  | { readonly is: 'maintained' }
  /** `since` the last of them was maintained; `maintained` are those that are. */
  | { readonly is: 'ended'; readonly since: string; readonly maintained: readonly string[] }
  /** `why`, to follow the name of the service. */
  | { readonly is: 'open'; readonly why: string }
)

type Data = Pick<ReferenceDocument<OpenStackSeries>, 'reach' | 'content'>

/** Judges the series that a version may be of; openstackMaintained says how the doubtful cases are read. */
export function standingOf({ service, newest, why }: NewestVersion, { reach, content }: Data, now: string): Told {
  if (newest === null) return { is: 'open', series: [], why: `does not tell its series: ${why}` }
  const series = seriesShowing(service, newest, content)
  const named = apisOf(service, content).find((one) => one.newest === newest)?.series
  const names = series.map(({ name }) => name)
  if (named && (named.length === 0 || named.some((name) => !names.includes(name)))) {
    const why = `${newest} is of OpenStack ${named.join(' or ') || 'no series'}, of which the data of ${reach} tells no end`
    return { is: 'open', series: names, why }
  }
  if (series.length === 0) {
    const known = apisOf(service, content)
    const [oldest, latest] = [known.at(-1)?.newest, known[0]?.newest]
    const range = known.length > 0 ? `which go from ${oldest} to ${latest}` : 'which know none of it'
    return { is: 'open', series: [], why: `${newest} is of no series that the data of ${reach} knows, ${range}` }
  }
  const states = series.map((one) => stateOf(one, reach, now))
  if (states.every((state) => state === 'maintained')) return { is: 'maintained', series: names }
  if (states.every((state) => state === 'ended')) {
    const last =
      series
        .flatMap(({ maintainedUntil }) => maintainedUntil ?? [])
        .toSorted()
        .at(-1) ?? ''
    const maintained = content.series.filter((one) => stateOf(one, reach, now) === 'maintained')
    return { is: 'ended', series: names, since: ago(last, now), maintained: maintained.map(({ name }) => name) }
  }
  const said = series.map((one, index) => `${one.name} (${inWords(one, states[index])})`).join(' or ')
  return { is: 'open', series: names, why: `${newest} is of OpenStack ${said}, and does not tell which` }
}

type State = 'maintained' | 'ended' | 'planned'

function stateOf({ maintainedUntil: end }: Series, reach: string, now: string): State {
  if (end === null || Date.parse(now) < earliest(end)) return 'maintained'
  return end <= reach ? 'ended' : 'planned'
}

function inWords({ maintainedUntil: end }: Series, state: State | undefined): string {
  if (state === 'ended') return `not maintained since ${end}`
  if (state === 'planned') return `planned to be maintained until ${end}, which has passed since the data was collected`
  return end === null ? 'maintained' : `maintained until ${end}`
}
