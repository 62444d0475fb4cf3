import { dirname } from 'node:path'
import { expiresAt } from '../certification/lifetimes.ts'
import { compare } from '../comparison.ts'
import { ProbeError, type Fact } from '../fact.ts'
import { shownPath } from '../provider/handed-in.ts'
import {
  reportHistory,
  underJudgement,
  type EarlierReport,
  type ReportHistory,
  type UnderJudgement,
} from '../provider/history.ts'
import type { Provider } from '../provider/provider-file.ts'
import type { Scope } from '../scope.ts'
import { UsageError } from '../usage-error.ts'
import type { Source } from './score-sources.ts'

/** A scope, and the versions of it that are judged. */
interface JudgedScope {
  readonly scope: Scope
  readonly versions: readonly { readonly version: string }[]
}

/** The reports of earlier runs, as `score` reads them, and what they are held against. */
export function historyGiven(
  handedIn: Provider | null,
  scopes: readonly JudgedScope[],
  subjects: readonly string[],
): readonly (readonly [Fact, unknown])[] {
  const judged: UnderJudgement = { subjects: [...new Set(subjects)], testcases: testcasesOf(scopes) }
  const reads = handedIn !== null && (handedIn.reports.length > 0 || handedIn.releaseTests.length > 0)
  return [
    [underJudgement, judged],
    [reportHistory, reads ? openHistory(handedIn) : null],
  ]
}

function testcasesOf(scopes: readonly JudgedScope[]): UnderJudgement['testcases'] {
  const found = scopes.flatMap(({ scope, versions }) => {
    const inForce = scope.versions.filter(({ version }) => versions.some((one) => one.version === version))
    const demanded = new Set(
      inForce.flatMap(({ targets: { main = [], recommended = [] } }) => [...main, ...recommended]),
    )
    return scope.testcases.filter(({ id, manual }) => !manual && demanded.has(id))
  })
  return [...new Map(found.map(({ id, lifetime }) => [id, { id, lifetime }])).values()]
}

function openHistory(handedIn: Provider): ReportHistory {
  const known = new Map<string, Source>()
  /** Several facts ask for it. */
  let all: ReturnType<ReportHistory['read']> | undefined

  async function sourcesIn(paths: readonly string[]) {
    const { readSources } = await import('./score-sources.ts')
    try {
      const { sources, others } = await readSources(paths, new Date().toISOString(), undefined)
      const reports = sources.filter(({ kind }) => kind !== 'attestation')
      for (const one of reports) known.set(one.id, one)
      return { reports: reports.map((one) => earlier(one, handedIn)), otherFiles: others.length }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      const message = paths
        .reduce((said, path) => said.replaceAll(path, shownPath(handedIn, path)), error.message)
        .replaceAll(`${dirname(handedIn.file)}/`, '')
      throw new ProbeError('malformed', message, { cause: error })
    }
  }

  async function readAll() {
    if (handedIn.reports.length === 0) return { reports: [], otherFiles: 0 }
    const { reports, otherFiles } = await sourcesIn(handedIn.reports)
    return { reports: reports.toSorted(earliestFirst), otherFiles }
  }

  return {
    read: () => (all ??= readAll()),
    async readOne(path) {
      const [report, another] = (await sourcesIn([path])).reports
      if (report && !another) return report
      const what = another ? 'holds several reports; name one' : 'is no report'
      throw new ProbeError('malformed', `${shownPath(handedIn, path)}: ${what}`)
    },
    compare(beforeUuid, afterUuid) {
      const [before, after] = [known.get(beforeUuid)?.report, known.get(afterUuid)?.report]
      if (!before || !after) return null
      const { regressions, lost, removed } = compare(before, after)
      const gone = removed.filter((one) => one.before === 'PASS')
      return { regressions: regressions.map(({ id }) => id), lost: [...lost, ...gone].map(({ id }) => id) }
    },
    expiresAt,
  }
}

function earlier(
  { id, file, subject, scopeUuid, checkedAt, observations, report }: Source,
  provider: Provider,
): EarlierReport {
  const head = { uuid: id, file: shownPath(provider, file), subject, finishedAt: checkedAt }
  if (!report) {
    const results = observations.map(({ testcase, verdict, checkedAt, expiresAt = null }) => ({
      id: testcase,
      verdict,
      cause: null,
      checkedAt,
      expiresAt,
      examined: [],
      notes: [],
    }))
    return { ...head, scope: scopeUuid ?? '', complete: true, results }
  }
  const results = Object.entries(report.results).map(
    ([id, { verdict, cause, startedAt, expiresAt, examined, notes }]) => ({
      id,
      verdict,
      cause: cause?.kind ?? null,
      checkedAt: startedAt,
      expiresAt,
      examined: 'count' in examined ? [] : examined,
      notes,
    }),
  )
  return { ...head, scope: report.scope.id, complete: report.complete, results }
}

function earliestFirst(one: EarlierReport, other: EarlierReport): number {
  if (one.finishedAt !== other.finishedAt) return one.finishedAt < other.finishedAt ? -1 : 1
  return one.uuid < other.uuid ? -1 : 1
}
