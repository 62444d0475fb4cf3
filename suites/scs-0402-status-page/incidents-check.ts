import { check, type Finding, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { statusPage } from './facts.ts'
import { noStatusPage } from './not-handed-in.ts'
import type { Incident } from './resources.ts'

const dayMs = 86_400_000
/** Clocks of others may be that wrong. */
const slackMs = 300_000

/**
 * Every incident of the last 90 days has an end, or an update younger than a day.
 *
 * An incident that began within the last day is news by itself, and one that begins in the future is announced maintenance: no
 * update is asked of either. An impact of severity 0 is maintenance, which must have a start and an end, both of which may lie
 * ahead (scs-0402, Maintenance). A page without incidents passes, with a note: it says that there were none. Where its components
 * are affected by an incident that it does not list, there is one that was not seen: undecided.
 */
export const incidentsCheck = check({
  id: 'scs-0402-incidents',
  title: 'Incidents of the last 90 days have an end, or an update younger than a day',
  section: 'scs-0402-v1#incidents',
  needs: { statusPage, referenceTime },
  judge({ statusPage, referenceTime }): Finding {
    if (!statusPage) return noStatusPage
    const { incidents, components, asked, from, to } = statusPage
    if (!incidents) {
      const { outcome } = asked.find(({ call }) => call.startsWith('GET /incidents?')) ?? {}
      const cause = outcome?.kind === 'unobserved' ? outcome.cause : 'malformed'
      const why =
        outcome?.kind === 'unobserved' ? outcome.message : 'it has no list of incidents; see scs-0402-status-page'
      return { examined: [], violations: [], undecided: { kind: cause, message: why } }
    }
    const now = Date.parse(referenceTime)
    const violations = incidents.items.flatMap((incident) => flawsOf(incident, now))
    const unknown = incidents.items.filter((incident) => isUnknown(incident, now))
    const examined = incidents.items.map(nameOf)
    const notes = [
      ...(incidents.items.length === 0 ? [`the page has no incident between ${from} and ${to}`] : []),
      ...unknown.map((incident) => `${nameOf(incident)}: its updates, or their times, could not be read`),
    ]
    const finding = { examined, violations, notes }
    if (violations.length > 0) return finding
    const [first] = unknown
    if (first) {
      const message = `${nameOf(first)} has no end, and its updates, or their times, could not be read`
      return { ...finding, undecided: { kind: 'malformed', message } }
    }
    const listed = new Set(incidents.items.map(({ id }) => id))
    const hidden = components?.items.find(({ affectedBy }) => affectedBy.some((id) => !listed.has(id)))
    if (incidents.isWhole && !hidden) return finding
    const message = incidents.isWhole
      ? `component ${hidden?.name ?? hidden?.id} is affected by an incident that is not among those listed`
      : 'not every incident could be read; see scs-0402-status-page'
    return { ...finding, undecided: { kind: 'malformed', message } }
  },
})

function flawsOf(incident: Incident, now: number): readonly Violation[] {
  const subject = nameOf(incident)
  const { beganAt, endedAt, severities, updatedAt } = incident
  if (severities.includes(0)) {
    const missing = [...(beganAt === null ? ['start'] : []), ...(endedAt === null ? ['end'] : [])]
    const remedy = 'PATCH the incident with beganAt and endedAt'
    if (missing.length === 0) return []
    return [{ subject, expected: 'a maintenance with start and end', actual: `no ${missing.join(', no ')}`, remedy }]
  }
  if (!needsUpdate(incident, now) || updatedAt === undefined || updatedAt.includes(null)) return []
  const times = updatedAt.flatMap((time) => (time !== null && isPast(time, now) ? [Date.parse(time)] : []))
  const last = times.toSorted((a, b) => b - a)[0]
  if (last !== undefined && now - last < dayMs) return []
  const actual = `no end, and ${last === undefined ? 'no update' : `the last update at ${new Date(last).toISOString()}`}`
  const remedy = 'tell how it stands (POST …/updates), or set endedAt'
  return [{ subject, expected: 'an end, or an update younger than a day', actual, remedy }]
}

/** An update that lies ahead is none yet. */
function isPast(time: string, now: number): boolean {
  return Date.parse(time) <= now + slackMs
}

/** It is going on, and not since yesterday only. */
function needsUpdate({ beganAt, endedAt }: Incident, now: number): boolean {
  return endedAt === null && !(beganAt !== null && now - Date.parse(beganAt) < dayMs)
}

function isUnknown({ updatedAt, ...incident }: Incident, now: number): boolean {
  if (incident.severities.includes(0) || !needsUpdate(incident, now)) return false
  if (updatedAt === undefined) return true
  const isFresh = updatedAt.some((time) => time !== null && isPast(time, now) && now - Date.parse(time) < dayMs)
  return !isFresh && updatedAt.includes(null)
}

function nameOf({ id, name }: Incident): string {
  return `incident ${id}${name === null ? '' : ` (${name.length > 60 ? `${name.slice(0, 60)}…` : name})`}`
}
