import type { Scope } from '../../scope.ts'
import type { Status } from './all-status.ts'
import type { Value } from './status.ts'

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8'

type Labels = Readonly<Record<string, string>>
type Sample = readonly [Labels, number]

const verdicts = [
  ['PASS', 1],
  ['DNF', 0],
  ['FAIL', -1],
  ['MISS', null],
] as const satisfies readonly (readonly [string, Value])[]

/** The standing of a subject in Prometheus' text format. Pure. */
export function metrics(subject: string, scopes: ReadonlyMap<string, Scope>, status: Status): string {
  const own = Object.entries(status[subject] ?? {}).map(([uuid, one]) => ({ scope: scopes.get(uuid)?.id ?? uuid, one }))
  const testcases = own.flatMap(({ scope, one }) =>
    Object.entries(one.results).map(([testcase, known]) => ({ labels: { subject, scope, testcase }, known })),
  )
  const versions = own.flatMap(({ scope, one }) =>
    Object.entries(one.versions).flatMap(([version, { validity, result }]) =>
      verdicts.map(([verdict, value]): Sample => [
        { subject, scope, version, validity, verdict },
        Number(value === result),
      ]),
    ),
  )
  return [
    family(
      'scs_testcase_result',
      'Newest unexpired result: 1 PASS, 0 DNF, -1 FAIL.',
      testcases.map(({ labels, known }) => [labels, known.result]),
    ),
    family(
      'scs_testcase_checked_timestamp_seconds',
      'When that result was made.',
      testcases.map(({ labels, known }) => [labels, Date.parse(known.checked_at) / 1000]),
    ),
    family(
      'scs_testcase_expires_timestamp_seconds',
      'From then on it counts as MISS.',
      testcases.map(({ labels, known }) => [labels, Date.parse(known.expires_at) / 1000]),
    ),
    family(
      'scs_version_verdict',
      'Verdict of target main of a version of a scope: 1 for the one that holds.',
      versions,
    ),
  ].join('')
}

function family(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}{${written(labels)}} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`
}

function written(labels: Labels): string {
  const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')
}
