import { XMLBuilder } from 'fast-xml-parser'
import type { Report, ReportFormat, Result } from '../src/report.ts'
import { forTools, legible } from './shared/legible.ts'
import { visible } from './shared/visible.ts'

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})

/**
 * JUnit XML that both the Ant and the Jenkins schema accept. A suite per standard, so that each testcase is counted once:
 * by versions or targets it would appear, and fail, several times over.
 */
export const format: ReportFormat = {
  name: 'junit',
  extension: '.xml',
  render(given) {
    const report = legible(given, forTools)
    const suites = Map.groupBy(Object.entries(report.results), ([, { standard }]) => standard.id)
    const testsuite = [...suites.values()].map((testcases, i) => suite(report, testcases, i))
    return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, testsuites: { testsuite } })
  },
}

function suite(report: Report, testcases: readonly (readonly [string, Result])[], index: number): object {
  const results = testcases.map(([, result]) => result)
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length
  const { id = '', title = '', url = '' } = results[0]?.standard ?? {}
  const notes = testcases.flatMap(([testcase, result]) => result.notes.map((note) => `${testcase}: ${visible(note)}`))
  return {
    '@id': index,
    '@name': visible(`${id} ${title}`),
    '@package': visible(report.scope.id),
    '@hostname': visible(report.subject),
    '@timestamp': report.startedAt.slice(0, 19),
    '@tests': results.length,
    '@failures': count('FAIL'),
    '@errors': count('DNF'),
    '@skipped': count('MISS'),
    '@time': seconds(results.map(({ durationMs }) => durationMs).reduce((a, b) => a + b, 0)),
    properties: { property: properties(report, url) },
    testcase: testcases.map(([testcase, result]) => ({
      '@name': testcase,
      // A dot would end the name of a Java package.
      '@classname': `${visible(report.scope.id)}.${visible(id).replaceAll('.', '_')}`,
      '@time': seconds(result.durationMs),
      ...outcome(result),
    })),
    'system-out': notes.join('\n'),
    'system-err': '',
  }
}

function properties({ uuid, creator, scope, referenceDate, complete }: Report, standard: string): readonly object[] {
  const run = {
    report: uuid,
    creator: `${creator.name} ${creator.version}`,
    scope: scope.name,
    referenceDate,
    complete,
    standard,
  }
  return Object.entries(run).map(([name, value]) => ({ '@name': name, '@value': visible(String(value)) }))
}

function outcome({ verdict, cause, violations, title }: Result): object {
  const { kind = '', message = '' } = cause ?? {}
  switch (verdict) {
    case 'PASS':
      return {}
    case 'FAIL':
      return { failure: { '@type': 'violation', '@message': visible(title), '#text': details(undefined, violations) } }
    case 'DNF':
      return { error: { '@type': kind, '@message': visible(message), '#text': details(cause?.fact, violations) } }
    case 'MISS':
      return { skipped: { '@message': visible(`${kind}: ${message}`) } }
  }
}

function details(fact: string | undefined, violations: Result['violations']): string {
  return [...(fact ? [`could not learn: ${visible(fact)}`] : []), ...violations.map(evidence)].join('\n')
}

function evidence({ subject, expected, actual, remedy }: Result['violations'][number]): string {
  const lines = [subject, `  expected: ${expected}`, `  actual: ${actual}`, ...(remedy ? [`  remedy: ${remedy}`] : [])]
  return lines.map(visible).join('\n')
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}
