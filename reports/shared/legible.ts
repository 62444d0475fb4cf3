import type { Exhibit, Report, Result } from '../../src/report.ts'
import { clip, visible } from './visible.ts'

/** How many letters of a text from the cloud are told. */
interface Limits {
  /** Of a name or a value. */
  readonly value: number
  /** Of a sentence or a command that holds some. */
  readonly sentence: number
}

const forPeople: Limits = { value: 300, sentence: 1000 }
/** What reads JUnit, TAP or the official YAML shows it to people in the end. */
export const forTools: Limits = { value: 2000, sentence: 2000 }

/** The report with every text from the cloud, and from scopes and suites, made visible, and cut where nobody would read on; only json tells all. */
export function legible(report: Report, limits: Limits = forPeople): Report {
  return {
    ...report,
    subject: clip(visible(report.subject), limits.value),
    scope: { ...report.scope, name: clip(visible(report.scope.name), limits.value) },
    preflight: report.preflight.map((look) => ({ ...look, message: clip(visible(look.message), limits.sentence) })),
    results: Object.fromEntries(
      Object.entries(report.results).map(([id, result]) => [id, legibleResult(result, limits)]),
    ),
  }
}

function legibleResult(result: Result, limits: Limits): Result {
  const value = (text: string): string => clip(visible(text), limits.value)
  const sentence = (text: string): string => clip(visible(text), limits.sentence)
  const { title, standard, cause, examined, violations, notes, exhibits } = result
  return {
    ...result,
    title: sentence(title),
    standard: { id: value(standard.id), title: value(standard.title), url: visible(standard.url) },
    ...(cause ? { cause: { ...cause, message: sentence(cause.message) } } : {}),
    examined: 'count' in examined ? examined : examined.map(value),
    violations: violations.map(({ subject, expected, actual, remedy }) => ({
      subject: value(subject),
      expected: value(expected),
      actual: value(actual),
      ...(remedy === undefined ? {} : { remedy: sentence(remedy) }),
    })),
    notes: notes.map(sentence),
    ...(exhibits ? { exhibits: exhibits.map((exhibit) => legibleExhibit(exhibit, value)) } : {}),
  }
}

function legibleExhibit({ kind, nodes, others }: Exhibit, value: (text: string) => string): Exhibit {
  const orNull = (text: string | null): string | null => (text === null ? null : value(text))
  return {
    kind,
    nodes: nodes.map(({ name, roles, region, zone, host, evidence, serverGroups, ...rest }) => ({
      ...rest,
      name: value(name),
      roles: roles.map(value),
      region: orNull(region),
      zone: orNull(zone),
      host: orNull(host),
      evidence: orNull(evidence),
      serverGroups: serverGroups.map((group) => ({ name: value(group.name), policy: value(group.policy) })),
    })),
    others: others.map(({ region, zone, host, ...rest }) => ({
      ...rest,
      region: orNull(region),
      zone: orNull(zone),
      host: orNull(host),
    })),
  }
}
