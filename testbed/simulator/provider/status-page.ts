import { uuid } from '../ids.ts'
import type { Reply } from '../router.ts'
import type { IncidentDescription, StatusPageDescription } from './description.ts'

const hourMs = 3_600_000

/** Answers as the SCS Status Page API 1.1.2 does, as far as it is for reading. */
export function statusPageReply(page: StatusPageDescription, path: string, query: URLSearchParams, now: number): Reply {
  const [, collection = '', id, sub, order] = path.replace(/\/$/, '').split('/').map(decodeURIComponent)
  const incidents = page.incidents.filter((incident) => page.filter === 'ignored' || isIn(incident, query, now))
  const one = <T>(list: readonly T[], is: (element: T) => boolean, view: (element: T) => unknown): Reply => {
    const found = list.find(is)
    return found === undefined ? notFound : data(view(found))
  }
  switch (collection) {
    case 'phases': {
      const generation = Number(query.get('generation') ?? page.phases.length - 1)
      const phases = page.phases[generation]
      return phases ? data({ generation, phases }) : notFound
    }
    case 'impacttypes': {
      const view = ({ name, description }: StatusPageDescription['impactTypes'][number]) => ({
        id: uuid('impact type', name),
        displayName: name,
        description,
      })
      return id === undefined
        ? data(page.impactTypes.map(view))
        : one(page.impactTypes, ({ name }) => uuid('impact type', name) === id, view)
    }
    case 'severities': {
      const view = ({ name, value }: StatusPageDescription['severities'][number]) => ({ displayName: name, value })
      return id === undefined ? data(page.severities.map(view)) : one(page.severities, ({ name }) => name === id, view)
    }
    case 'components': {
      const at = Date.parse(query.get('at') ?? '') || now
      const view = (component: StatusPageDescription['components'][number]) => componentView(page, component, at, now)
      return id === undefined
        ? data(page.components.map(view))
        : one(page.components, ({ name }) => uuid('component', name) === id, view)
    }
    case 'incidents': {
      const view = (incident: IncidentDescription) => incidentView(incident, now)
      if (id === undefined) {
        return query.has('start') && query.has('end')
          ? data(incidents.map(view))
          : { status: 400, body: { error: 'start and end are missing' } }
      }
      const incident = page.incidents.find(({ name }) => uuid('incident', name) === id)
      if (!incident) return notFound
      if (sub === undefined) return data(view(incident))
      const updates = incident.updates.map(({ hoursAgo, text }, at) => ({
        order: at,
        displayName: text,
        createdAt: ago(hoursAgo, now),
      }))
      return order === undefined
        ? data(updates)
        : one(
            updates,
            (update) => String(update.order) === order,
            (update) => update,
          )
    }
    default:
      return notFound
  }
}

const notFound: Reply = { status: 404, body: { error: 'Not Found' } }
const data = (value: unknown): Reply => ({ status: 200, body: { data: value } })
const ago = (hours: number, now: number): string => new Date(now - hours * hourMs).toISOString()

function isIn({ beganHoursAgo, endedHoursAgo }: IncidentDescription, query: URLSearchParams, now: number): boolean {
  const [start, end] = [query.get('start'), query.get('end')].map((time) => Date.parse(time ?? ''))
  const [began, ended] = [
    now - beganHoursAgo * hourMs,
    endedHoursAgo === null ? Infinity : now - endedHoursAgo * hourMs,
  ]
  return !(began > (end ?? Infinity)) && !(ended < (start ?? 0))
}

function incidentView(incident: IncidentDescription, now: number): object {
  const { name, description, beganHoursAgo, endedHoursAgo, phase, affects, updates } = incident
  return {
    id: uuid('incident', name),
    displayName: name,
    description,
    beganAt: ago(beganHoursAgo, now),
    endedAt: endedHoursAgo === null ? null : ago(endedHoursAgo, now),
    phase,
    affects: affects.map(({ component, type, severity }) => ({
      reference: uuid('component', component),
      type: uuid('impact type', type),
      severity,
    })),
    updates: updates.map((_, at) => at),
  }
}

function componentView(
  { incidents }: StatusPageDescription,
  { name, labels }: StatusPageDescription['components'][number],
  at: number,
  now: number,
): object {
  const active = incidents.filter(({ beganHoursAgo, endedHoursAgo }) => {
    const [began, ended] = [
      now - beganHoursAgo * hourMs,
      endedHoursAgo === null ? Infinity : now - endedHoursAgo * hourMs,
    ]
    return began <= at && at < ended
  })
  const activelyAffectedBy = active.flatMap((incident) =>
    incident.affects
      .filter(({ component }) => component === name)
      .map(({ type, severity }) => ({
        reference: uuid('incident', incident.name),
        type: uuid('impact type', type),
        severity,
      })),
  )
  return { id: uuid('component', name), displayName: name, labels, activelyAffectedBy }
}
