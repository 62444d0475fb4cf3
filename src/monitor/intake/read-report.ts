import { officialReport } from '../../official-report.ts'
import type { Report } from '../../report.ts'
import type { ResultValue } from '../database/tables.ts'
import { causeOf, refusedIn } from './cause.ts'
import type { ReceivedReport, ReceivedResult } from './received.ts'

const values = { PASS: 1, DNF: 0, FAIL: -1 } as const satisfies Record<string, ResultValue>
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const testcaseForm = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/
const mostResults = 2000

/** One of our own reports that keeps to its schema. Throws an Error whose message completes "the document …". */
export function receivedOwn(report: Report, document: string): ReceivedReport {
  const { uuid, subject, scope, finishedAt, results } = report
  const known = Object.entries(results).flatMap(([testcase, result]): ReceivedResult[] => {
    const { verdict, startedAt } = result
    return verdict === 'MISS' || startedAt === null
      ? [] // what was not attempted says nothing
      : [
          {
            testcase,
            result: values[verdict],
            checkedAt: new Date(startedAt).toISOString(),
            ...causeOf(report, result),
          },
        ]
  })
  const checkedAt = new Date(finishedAt).toISOString()
  return checked({ kind: 'own', uuid, subject, scopeUuid: scope.uuid, checkedAt, document, results: known })
}

/** A report of the official suite, in its shape of today or the flat one to come. Throws as above. */
export function receivedOfficial(document: unknown): ReceivedReport {
  const official = officialReport(document)
  if (!official) {
    throw new Error(
      'is no report: it lacks subject, checked_at, spec.uuid or run.uuid, and it is none of scs-conformance either',
    )
  }
  checkResults(document)
  const { uuid, subject, scopeUuid, checkedAt, verdicts } = official
  const refused = refusedIn(document)
  const results = [...verdicts].map(([testcase, verdict]) => ({
    testcase,
    result: values[verdict],
    checkedAt,
    ...(verdict === 'DNF' && refused.has(testcase) ? { cause: 'auth' } : {}),
  }))
  return checked({
    kind: 'official',
    uuid,
    subject,
    scopeUuid,
    checkedAt,
    results,
    document: JSON.stringify(document),
  })
}

/** A result that is none must not be passed over: it may be the FAIL. */
function checkResults(document: unknown): void {
  const { run, tests } = document as { readonly run?: { readonly invocations?: object }; readonly tests?: object }
  const all = [
    ...Object.values(run?.invocations ?? {}).flatMap((one: { readonly results?: object } | null) =>
      Object.entries(one?.results ?? {}),
    ),
    ...Object.entries(tests ?? {}).map(
      ([id, test]: [string, { readonly result?: unknown } | null]) => [id, test?.result] as const,
    ),
  ]
  for (const [id, value] of all) {
    if (value === 1 || value === 0 || value === -1) continue
    throw new Error(`says of ${JSON.stringify(id).slice(0, 100)} something else than 1, 0 or -1`)
  }
}

function checked(report: ReceivedReport): ReceivedReport {
  for (const [what, uuid] of [
    ['uuid', report.uuid],
    ['uuid of its scope', report.scopeUuid],
  ] as const) {
    if (!uuidForm.test(uuid)) throw new Error(`has a ${what} that is none: ${JSON.stringify(uuid).slice(0, 100)}`)
  }
  const wrong = report.results.find(({ testcase }) => !testcaseForm.test(testcase))
  if (wrong) throw new Error(`names a testcase that is none: ${JSON.stringify(wrong.testcase).slice(0, 100)}`)
  if (report.results.length > mostResults) throw new Error(`holds more than ${mostResults} results`)
  return { ...report, uuid: report.uuid.toLowerCase(), scopeUuid: report.scopeUuid.toLowerCase() }
}
