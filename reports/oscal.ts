import type { Report, ReportFormat, Result } from '../src/report.ts'
import { jsonText } from './shared/json-text.ts'
import { forTools, legible } from './shared/legible.ts'
import { uuidWithin } from './shared/uuid-within.ts'
import { webAddress } from './shared/visible.ts'

/** Namespace of what OSCAL has no field for. */
const ns = 'https://github.com/scs-conformance/oscal'
const oscalVersion = '1.2.1'

/**
 * OSCAL Assessment Results 1.2.1 (NIST). Every testcase is an observation; findings exist for PASS (satisfied) and FAIL
 * (not-satisfied) only, since OSCAL knows no third state: DNF and MISS stay observations, with verdict and cause as properties.
 * The scope stands in for the assessment plan, as a resource of the back matter. Identifiers follow from the report's own.
 */
export const format: ReportFormat = {
  name: 'oscal',
  extension: '.oscal.json',
  render(given) {
    const report = legible(given, forTools)
    const { uuid, scope, subject, creator, finishedAt } = report
    const plan = uuidWithin(uuid, 'scope')
    const document = {
      'assessment-results': {
        uuid: uuidWithin(uuid, 'assessment-results'),
        metadata: {
          title: `${scope.name} on ${subject}`,
          'last-modified': finishedAt,
          version: '1',
          'oscal-version': oscalVersion,
          props: [prop('tool', `${creator.name} ${creator.version}`), prop('report-uuid', uuid)],
        },
        'import-ap': { href: `#${plan}`, remarks: 'The certification scope stands in for an assessment plan.' },
        results: [resultOf(report)],
        'back-matter': {
          resources: [
            {
              uuid: plan,
              title: scope.name,
              props: [prop('scope-uuid', scope.uuid), prop('digest', scope.digest)],
              ...(webAddress(scope.url) === '' ? {} : { rlinks: [{ href: webAddress(scope.url) }] }),
            },
          ],
        },
      },
    }
    return jsonText(document)
  },
}

function resultOf(report: Report): object {
  const { uuid, scope, subject, startedAt, finishedAt, complete, referenceDate, results, level } = report
  const entries = Object.entries(results)
  const findings = entries.flatMap(([id, result]) => findingOf(uuid, id, result))
  return {
    uuid,
    title: `${scope.name} on ${subject}`,
    description: `Conformance run by the versions of ${scope.name} in force on ${referenceDate}${complete ? '' : '; it ended early'}.`,
    start: startedAt,
    end: finishedAt,
    props: [
      prop('complete', String(complete)),
      ...Object.entries(level).map(([name, { verdict }]) => prop(`level-${name}`, verdict)),
    ],
    'reviewed-controls': {
      'control-selections': [{ description: 'All testcases of the scope.', 'include-all': {} }],
    },
    observations: entries.map(([id, result]) => observationOf(report, id, result)),
    ...(findings.length > 0 ? { findings } : {}),
  }
}

function observationOf({ uuid, finishedAt }: Report, id: string, result: Result): object {
  const { title, verdict, cause, startedAt, expiresAt, violations, standard, attempts, notes } = result
  const evidence = violations.map((violation) => ({
    description: `${violation.subject}: expected ${violation.expected}, actual ${violation.actual}`,
    ...(violation.remedy === undefined ? {} : { remarks: `Remedy: ${violation.remedy}` }),
  }))
  const href = webAddress(standard.url)
  return {
    uuid: uuidWithin(uuid, `observation ${id}`),
    title: id,
    description: title,
    props: [
      prop('testcase', id),
      prop('verdict', verdict),
      prop('standard', standard.id),
      prop('attempts', String(attempts)),
      ...(cause ? [prop('cause', cause.kind)] : []),
    ],
    ...(href === '' ? {} : { links: [{ href, rel: 'reference' }] }),
    methods: [cause?.kind === 'manual' ? 'INTERVIEW' : 'TEST'],
    ...(evidence.length > 0 ? { 'relevant-evidence': evidence } : {}),
    collected: startedAt ?? finishedAt,
    ...(expiresAt === null ? {} : { expires: expiresAt }),
    ...(cause || notes.length > 0 ? { remarks: [...(cause ? [cause.message] : []), ...notes].join('\n') } : {}),
  }
}

function findingOf(uuid: string, id: string, { verdict, title }: Result): readonly object[] {
  if (verdict !== 'PASS' && verdict !== 'FAIL') return []
  const status =
    verdict === 'PASS' ? { state: 'satisfied', reason: 'pass' } : { state: 'not-satisfied', reason: 'fail' }
  return [
    {
      uuid: uuidWithin(uuid, `finding ${id}`),
      title: id,
      description: title,
      target: { type: 'objective-id', 'target-id': id, status },
      'related-observations': [{ 'observation-uuid': uuidWithin(uuid, `observation ${id}`) }],
    },
  ]
}

function prop(name: string, value: string): object {
  return { name, ns, value: value.trim() === '' ? 'none' : value }
}
