import { fact, ProbeError, referenceTime } from '../../src/fact.ts'
import { provider, web } from '../../src/provider/facts.ts'
import { tlsCipherSuites } from '../../src/openstack/tls-cipher-suites.ts'
import { lookAtPlace, type PlaceSeen } from '../public-place/look-at-place.ts'
import { ask, type Asked, type Question } from './ask.ts'
import { flawFinder } from './find-flaws.ts'
import type { Resource } from './api-schema.ts'
import {
  componentOf,
  incidentOf,
  severityOf,
  type Component,
  type Incident,
  type Listing,
  type Severity,
  type Wire,
} from './resources.ts'

/** What was seen of a status page: each call, and what its answers hold. null where a list of them could not be read. */
export interface StatusPage {
  readonly url: string
  readonly asked: readonly Asked[]
  readonly severities: Listing<Severity> | null
  readonly components: Listing<Component> | null
  /** Of the last 90 days. */
  readonly incidents: Listing<Incident> | null
  /** Of a day long before there was a cloud. */
  readonly incidentsLongAgo: readonly Incident[]
  /** The time frame that was asked for, ISO 8601. */
  readonly from: string
  readonly to: string
}

const dayMs = 86_400_000
const longAgo = { start: '1970-01-01T00:00:00Z', end: '1970-01-02T00:00:00Z' }
/** Of so many incidents updates are read: those that have no end come first. */
const mostIncidents = 100
const mostGenerations = 10

/**
 * Reads the page once through, as its specification has it: all lists, the first element of each by itself, the incidents of the
 * last 90 days and the updates of those that are open or new. There are no pages to turn: the specification has none. null
 * where no page is handed in. ProbeError where none of the calls was answered.
 */
export const statusPage = fact<
  StatusPage | null,
  { provider: typeof provider; web: typeof web; referenceTime: typeof referenceTime }
>({
  name: 'the status page',
  needs: { provider, web, referenceTime },
  cost: { reads: 122 },
  timeoutMs: 300_000,
  async load({ provider, web, referenceTime }, { signal }) {
    const page = provider?.statusPage
    if (!page) return null
    const findFlaws = await flawFinder()
    const asked: Asked[] = []
    const put = async <R extends Resource>(path: string, resource: R, isList: boolean, query?: Question['query']) => {
      const answer = await ask(web, page, { path, resource, isList, ...(query ? { query } : {}) }, findFlaws, signal)
      asked.push(answer.asked)
      const { outcome } = answer.asked
      if (outcome.kind !== 'answered') return null
      // that is what the schema has let through
      return { items: answer.sound as readonly Wire[R][], isWhole: outcome.flaws.length === 0 }
    }
    const now = Date.parse(referenceTime)
    const [from, to] = [new Date(now - 90 * dayMs).toISOString(), new Date(now).toISOString()]

    const phases = await put('/phases', 'phases', false)
    const impactTypes = await put('/impacttypes', 'impactType', true)
    const severities = await put('/severities', 'severity', true)
    const components = await put('/components', 'component', true)
    await put('/components', 'component', true, { at: from })
    const incidents = await put('/incidents', 'incident', true, { start: from, end: to })
    const before = await put('/incidents', 'incident', true, longAgo)

    const one = (id: unknown) => encodeURIComponent(String(id))
    const [impactType] = impactTypes?.items ?? []
    if (impactType) await put(`/impacttypes/${one(impactType.id)}`, 'impactType', false)
    const named = severities?.items.find(({ displayName = '' }) => displayName !== '')
    if (named) await put(`/severities/${one(named.displayName)}`, 'severity', false)
    const [component] = components?.items ?? []
    if (component) await put(`/components/${one(component.id)}`, 'component', false)
    const [incident] = incidents?.items ?? []
    if (incident) await put(`/incidents/${one(incident.id)}`, 'incident', false)

    const read = incidents?.items.map(incidentOf)
    const current = phases?.items[0]?.generation
    const generations = new Set(read?.flatMap(({ phase }) => (phase ? [phase.generation] : [])))
    for (const generation of [...generations].filter((one) => one !== current).slice(0, mostGenerations)) {
      await put('/phases', 'phases', false, { generation: String(generation) })
    }
    const chosen = (read ?? []).toSorted(openAndNewFirst).slice(0, mostIncidents)
    const updatedAt = new Map<string, readonly (string | null)[]>()
    for (const { id } of chosen) {
      const updates = await put(`/incidents/${one(id)}/updates`, 'update', true)
      if (updates?.isWhole) {
        const times = updates.items.map(({ createdAt }) => createdAt ?? null)
        updatedAt.set(id, times)
      }
      const [update] = updates?.items ?? []
      if (update && updatedAt.size === 1) await put(`/incidents/${one(id)}/updates/${update.order}`, 'update', false)
    }

    const withUpdates = (incident: Incident): Incident => {
      const times = updatedAt.get(incident.id)
      return times ? { ...incident, updatedAt: times } : incident
    }

    if (asked.every(({ outcome }) => outcome.kind === 'unobserved')) {
      const first = asked[0]?.outcome
      if (first?.kind === 'unobserved') throw new ProbeError(first.cause, first.message)
    }
    return {
      url: page.url,
      asked,
      severities: severities && { ...severities, items: severities.items.map(severityOf) },
      components: components && { ...components, items: components.items.map(componentOf) },
      incidents: incidents && { ...incidents, items: incidents.items.map((one) => withUpdates(incidentOf(one))) },
      incidentsLongAgo: before?.items.map(incidentOf) ?? [],
      from,
      to,
    }
  },
})

/** How the page meets somebody who comes by. */
export const statusPageInPublic = fact<
  PlaceSeen | null,
  { provider: typeof provider; web: typeof web; tlsCipherSuites: typeof tlsCipherSuites }
>({
  name: 'the status page as the public sees it',
  needs: { provider, web, tlsCipherSuites },
  cost: { reads: 61 },
  timeoutMs: 300_000,
  load({ provider, web, tlsCipherSuites }, { signal }) {
    const page = provider?.statusPage
    return page ? lookAtPlace(web, page, { path: '/components' }, tlsCipherSuites, signal) : null
  },
})

function openAndNewFirst(one: Incident, other: Incident): number {
  const rank = ({ endedAt, beganAt }: Incident) => (endedAt === null ? Infinity : Date.parse(beganAt ?? endedAt))
  const [a, b] = [rank(one), rank(other)]
  return a === b ? 0 : b - a
}
