import { check, type Finding, type Violation } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { statusPage, type StatusPage } from './facts.ts'
import { noStatusPage } from './not-handed-in.ts'
import type { Incident } from './resources.ts'

/** Clocks of others may be that wrong. */
const slackMs = 300_000

/**
 * The status page answers as the SCS Status Page API 1.1.2 specifies.
 *
 * Every list is asked for, the first element of each by itself, and what the specification allows to ask: components at a time,
 * phases of a generation, incidents of a time frame. Beyond the schemas three things of scs-0402 are held: impacts on a component
 * have a severity, a component lists only incidents that are active, phase lists that are referred to are kept. `format: uuid` and
 * `date-time` are binding, as the decision says that UUIDs are used. Keys that the specification does not know are no violation.
 * Where nothing answers as the API does, most likely another URL was meant: undecided.
 */
export const statusPageCheck = check({
  id: 'scs-0402-status-page',
  title: 'The status page answers as the API of scs-0402 specifies',
  section: 'scs-0402-v1#decision',
  needs: { statusPage, referenceTime },
  judge({ statusPage, referenceTime }): Finding {
    if (!statusPage) return noStatusPage
    const { asked, url } = statusPage
    const examined = asked.map(({ call }) => call)
    if (!asked.some(({ outcome }) => isOfThisApi(outcome))) {
      const first = asked.find(({ outcome }) => outcome.kind !== 'unobserved')?.outcome
      const what = first?.kind === 'wrong' ? ` (${first.actual})` : first ? ' (its JSON has no key data)' : ''
      const message = `nothing below ${url} answers as the API of a status page does${what}; is it the URL to which /components is added?`
      return { examined, violations: [], undecided: { kind: 'malformed', message } }
    }
    const violations: Violation[] = []
    const unseen: NonNullable<Finding['undecided']>[] = []
    for (const { call, outcome } of asked) {
      if (outcome.kind === 'unobserved') unseen.push({ kind: outcome.cause, message: outcome.message })
      if (outcome.kind === 'wrong') {
        violations.push({ subject: call, expected: outcome.expected, actual: outcome.actual })
      }
      for (const { pointer, expected, actual } of outcome.kind === 'answered' ? outcome.flaws : []) {
        violations.push({ subject: `${call} at ${pointer === '' ? 'the top' : pointer}`, expected, actual })
      }
    }
    violations.push(...outOfFrame(statusPage), ...noLongerActive(statusPage, Date.parse(referenceTime)))
    const finding = { examined, violations, notes: unseen.map(({ message }) => message) }
    const [first] = unseen
    return first && violations.length === 0 ? { ...finding, undecided: first } : finding
  },
})

/** Something in the envelope of its answers; JSON of another kind is of another API. */
function isOfThisApi(outcome: StatusPage['asked'][number]['outcome']): boolean {
  return outcome.kind === 'answered' && !outcome.flaws.some(({ pointer }) => pointer === '')
}

/** Incidents that were not going on in the time frame that was asked for. */
function outOfFrame({ incidents, incidentsLongAgo, from, to }: StatusPage): readonly Violation[] {
  const [start, end] = [Date.parse(from) - slackMs, Date.parse(to) + slackMs]
  const isOutside = ({ beganAt, endedAt }: Incident, start: number, end: number) =>
    (beganAt !== null && Date.parse(beganAt) > end) || (endedAt !== null && Date.parse(endedAt) < start)
  const told = (frame: string) => (incident: Incident) => ({
    subject: `incident ${incident.id}`,
    expected: `only incidents of ${frame}`,
    actual: `it began ${incident.beganAt ?? 'at no time that is told'} and ended ${incident.endedAt ?? 'not yet'}`,
    remedy: 'GET /incidents has to keep to its start and end',
  })
  const recent = (incidents?.items ?? []).filter((one) => isOutside(one, start, end)).map(told(`${from} to ${to}`))
  const ancient = incidentsLongAgo.filter((one) => isOutside(one, 0, 86_400_000)).map(told('1970-01-01'))
  return [...recent, ...ancient]
}

function noLongerActive({ components, incidents }: StatusPage, now: number): readonly Violation[] {
  const ended = new Map(
    (incidents?.items ?? []).flatMap(({ id, endedAt }) =>
      endedAt !== null && Date.parse(endedAt) < now - slackMs ? [[id, endedAt] as const] : [],
    ),
  )
  return (components?.items ?? []).flatMap(({ id, name, affectedBy }) =>
    affectedBy.flatMap((incident) => {
      const endedAt = ended.get(incident)
      if (endedAt === undefined) return []
      const actual = `incident ${incident}, which ended ${endedAt}`
      return [{ subject: `component ${name ?? id}`, expected: 'only impacts that are active', actual }]
    }),
  )
}
