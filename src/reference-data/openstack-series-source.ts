import type { OpenStackSeries, Series } from '../openstack/series-data.ts'
import { validator } from '../validate.ts'
import { record, text, wire } from '../wire.ts'
import type { RefreshKind } from './refresh-kind.ts'

const source = 'https://raw.githubusercontent.com/openstack/releases/master/data/series_status.yaml'

interface WireSeries {
  readonly name: string
  readonly 'release-id'?: string
  readonly status: string
  readonly 'initial-release': string
  readonly 'next-phase'?: { readonly date?: string }
  readonly 'eol-date'?: string
}

const day = { type: 'string', pattern: String.raw`^\d{4}-\d{2}-\d{2}$` }
const shape = wire<readonly WireSeries[]>('status of series', {
  type: 'array',
  minItems: 1,
  items: record(
    { name: text, status: text, 'initial-release': day },
    { 'release-id': text, 'next-phase': record({}, { date: text }), 'eol-date': day },
  ),
})

/**
 * Which series there are and until when they are maintained, from the data of releases.openstack.org. It tells no versions of
 * APIs and packages: those are kept from before, and a series that came since may have the newest known one or a newer, so it is put to the newest.
 */
export const refreshOpenStackSeries: RefreshKind = async ({ read, previous, wholeUntil }) => {
  const listed = await validator().check(await read(source, 'yaml'), shape, source)
  const { series: before, services, projects } = previous.content as OpenStackSeries
  const reach = wholeUntil ?? previous.reach
  const oldest = before.at(-1)?.releasedAt ?? ''
  const out = listed.filter((one) => !/^(future|development)$/.test(one.status) && one['initial-release'] >= oldest)
  const series = out
    .map((one) => seriesOf(one, before, reach))
    .toSorted((one, other) => (one.releasedAt < other.releasedAt ? 1 : -1))
  const ofBefore = before.filter((one) => !series.some(({ name }) => name === one.name))
  const all = [...ofBefore, ...series].toSorted((one, other) => (one.releasedAt < other.releasedAt ? 1 : -1))
  const added = series.filter(({ name }) => !before.some((one) => one.name === name)).map(({ name }) => name)
  const known = Object.entries(services).map(([service, versions]) => {
    const told = versions.map((one, index) => (index === 0 ? { ...one, series: [...added, ...one.series] } : one))
    return [service, told] as const
  })
  return {
    reach,
    sources: [source, ...previous.sources.filter((one) => one !== source)],
    content: { series: all, services: Object.fromEntries(known), projects },
  }
}

function seriesOf(one: WireSeries, before: readonly Series[], reach: string): Series {
  const { name, 'release-id': id, status, 'initial-release': releasedAt, 'next-phase': next, 'eol-date': end } = one
  const capital = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
  const full = id === undefined ? capital : `${id} ${capital}`
  const planned = before.find((known) => known.name === full)?.maintainedUntil ?? null
  // What is not maintained any more ended at the latest when it was seen to have.
  const ended = planned !== null && planned < reach ? planned : (end ?? reach)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(next?.date ?? '')
  const maintainedUntil = status === 'maintained' ? (isDay ? (next?.date ?? null) : null) : ended
  return { name: full, releasedAt, maintainedUntil, ...(end === undefined ? {} : { endOfLife: end }) }
}
