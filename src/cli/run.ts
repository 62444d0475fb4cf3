import { randomUUID } from 'node:crypto'
import { creator } from '../creator.ts'
import { recorder, type Recorder } from '../evidence/recording.ts'
import { runPlans, type EngineEvent, type Outcome } from '../engine.ts'
import type { RunOptions } from '../options.ts'
import type { Plan } from '../plan.ts'
import { record, type PlanRecord } from '../record.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import { useWaivers, type WaiverRule } from '../certification/waivers.ts'
import { readWaivers } from '../waiver-file.ts'
import { wantsColor } from './color.ts'
import type { Preflight, Report, ReportFormat } from '../report.ts'
import { openManagers, type OpenManagers } from './domain-managers.ts'
import { e2eGiven, withoutNeed } from './e2e.ts'
import { exitCode } from './exit-code.ts'
import { onInterrupt, type Interrupt } from './interrupt.ts'
import { tellLeftovers } from './leftovers.ts'
import { loadFormats, openFolder, renderSafely, writeInterim, writeReport } from './output.ts'
import { makeProgress } from './progress.ts'
import { openProvider, type OpenProvider } from './provider.ts'
import { layersOf, makePlans } from './selection.ts'
import { keepBundle, openBundle } from './keep-bundle.ts'
import { openSession, type RunPart, type Session } from './session.ts'
import { endWithParent } from './parent.ts'
import { openTempest, sortImports, withoutCloud, type OpenTempest } from './tempest.ts'
import { redactReport } from './redact-report.ts'
import { historyGiven } from './report-history.ts'
import { reportUuids } from './report-uuids.ts'

/** `run`: judges a cloud or cluster by one or more scopes and reports; provisions the cluster first where it is asked to. */
export async function run(options: RunOptions, redactor: Redactor): Promise<number> {
  if (options.config !== undefined) return (await import('./fleet-run.ts')).fleetRun(options)
  const interrupt = onInterrupt()
  endWithParent()
  await tellLeftovers()
  try {
    if (options.provision === undefined) return await judgeSubjects(options, redactor, interrupt)
    const { provisionedRun } = await import('./provisioned-run.ts')
    return await provisionedRun(options, redactor, interrupt, (one, part) =>
      judgeSubjects(one, redactor, interrupt, part),
    )
  } finally {
    interrupt.release()
  }
}

async function judgeSubjects(
  given: RunOptions,
  redactor: Redactor,
  interrupt: Interrupt,
  part?: RunPart,
): Promise<number> {
  const startedAt = new Date()
  const options = await sortImports(given)
  const { output } = options
  if (output !== undefined) openFolder(output)
  openBundle(options)
  const waivers = options.waivers === undefined ? undefined : await readWaivers(options.waivers)
  const asked = await layersOf(options)
  const layers = withoutCloud(withoutNeed(asked, options, process.env), options, process.env)
  const settings = { ...options, layers, redactor, now: startedAt, ...(part ? { part } : {}) }
  const over = new AbortController()
  const session = await openSession(settings, AbortSignal.any([interrupt.signal, over.signal])) // signs in while the rest is loaded
  let managers: OpenManagers | undefined
  let provider: OpenProvider | undefined
  let tempest: OpenTempest | undefined
  try {
    managers = await openManagers(options, redactor)
    provider = await openProvider(options, asked, redactor)
    const plans = await makePlans(options, startedAt.toISOString().slice(0, 10))
    const formats = await loadFormats(options.format ?? ['text'])
    if (plans.length > 1 && output === undefined && formats.some(({ name }) => name !== 'text')) {
      throw new UsageError('several scopes make several reports: name a folder with --output')
    }
    const evidence = recorder()
    tempest = await openTempest(plans, { ...options, redactor })
    const doors = { session, over, managers, provider, tempest }
    const judged = await judge(plans, { ...doors, interrupt, startedAt, options, redactor, evidence, waivers })
    if (!(await show(judged, formats, options))) return 70
    if (options.bundle !== undefined && !(await keepBundle(judged, evidence.recording(), options, redactor))) return 70
    return exitCode(judged, { exitZero: options.exitZero, interrupted: interrupt.happened })
  } finally {
    await tempest?.close()
    await provider?.close()
    await managers?.close()
    await session.close()
  }
}

interface Judged {
  readonly plan: Plan
  readonly report: Report
}

/** What a run is made with. */
interface Surroundings {
  readonly session: Session
  /** Ends signing in, which would else outlast the time of the run. */
  readonly over: AbortController
  readonly managers: OpenManagers
  readonly provider: OpenProvider
  readonly tempest: OpenTempest
  readonly interrupt: Interrupt
  readonly startedAt: Date
  readonly options: RunOptions
  readonly redactor: Redactor
  readonly evidence: Recorder
  readonly waivers: readonly WaiverRule[] | undefined
}

async function judge(
  plans: readonly Plan[],
  {
    session,
    over,
    managers,
    provider,
    tempest,
    interrupt,
    startedAt,
    options,
    redactor,
    evidence,
    waivers,
  }: Surroundings,
): Promise<readonly Judged[]> {
  const subjectOf = ({ scope: { layer } }: Plan) =>
    options.subject ?? session.names[layer] ?? (Object.values(session.names).join(', ') || layer)
  const uuidFor = await reportUuids(options.uuidFrom)
  const uuids = new Map(plans.map((plan) => [plan, uuidFor(plan.scope, subjectOf(plan))]))
  const reportOf = (one: PlanRecord, preflight: readonly Preflight[], others: readonly PlanRecord[] = []): Judged => {
    const { plan } = one
    const traffic = [session.traffic, ...managers.traffic, provider.traffic, ...tempest.traffic]
    const sum = (of: 'requests' | 'retries' | 'bytes') => traffic.reduce((before, one) => before + one[of], 0)
    const facts = {
      uuid: uuids.get(plan) ?? randomUUID(),
      creator,
      subject: subjectOf(plan),
      startedAt,
      finishedAt: new Date(),
      preflight,
      http: { requests: sum('requests'), retries: sum('retries'), bytes: sum('bytes') },
    }
    const report = record(one, facts, others)
    const uses = waivers && { waivers: useWaivers(waivers, report) }
    return { plan, report: redactReport({ ...report, ...uses }, redactor) }
  }
  const hasCluster = session.names.kaas !== undefined
  const e2e = await e2eGiven(plans, options, { redactor, signal: interrupt.signal, hasCluster })
  const history = historyGiven(provider.handedIn, plans, plans.map(subjectOf))
  const progress = await makeProgress(plans, process.stderr, options)
  const keep = keepRecord(plans, options.output, (one) => reportOf(one, []).report)
  const onEvent = (event: EngineEvent) => {
    progress.on(event)
    keep(event)
    evidence.on(event)
  }
  const records = await runPlans(plans, {
    given: new Map([...session.given, ...managers.given, ...provider.given, ...history, ...e2e, ...tempest.given]),
    factTimeoutMs: options.factTimeout * 1000,
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    concurrency: options.concurrency,
    signal: interrupt.signal,
    now: () => new Date(),
    onEvent,
  })
  progress.end()
  if (records.some(({ complete }) => !complete)) over.abort()
  const looks = await session.preflight
  const judged = plans.flatMap((plan, index) => {
    const run = records[index]
    return run ? [{ plan, run }] : []
  })
  return judged.map((one) =>
    reportOf(
      one,
      looks[one.plan.scope.layer] ?? [],
      judged.filter((other) => other !== one),
    ),
  )
}

const keepEveryMs = 1000

/** Keeps a valid report on disk from the start of the run on, marked incomplete, so that also a kill leaves one. */
function keepRecord(plans: readonly Plan[], folder: string | undefined, reportOf: (one: PlanRecord) => Report) {
  const decided = new Map(plans.map((plan) => [plan, new Map<string, Outcome>()]))
  let writtenAt = 0
  const write = () => {
    writtenAt = Date.now()
    for (const [plan, outcomes] of decided) {
      if (folder === undefined) continue
      writeInterim(folder, fileName(plan, plans), reportOf({ plan, run: { outcomes, complete: false } }))
    }
  }
  write()
  return (event: EngineEvent): void => {
    if (event.type !== 'testcase-decided') return
    decided.get(event.plan)?.set(event.id, event.outcome)
    if (Date.now() - writtenAt > keepEveryMs) write()
  }
}

/** Writes and prints; false where a file could not be put in its place. */
async function show(
  judged: readonly Judged[],
  formats: readonly ReportFormat[],
  options: RunOptions,
): Promise<boolean> {
  const { validateReport } = await import('../../reports/validate.ts')
  const plans = judged.map(({ plan }) => plan)
  const onStdout = options.output === undefined ? formats : await loadFormats(['text'])
  const language = options.language ?? 'en'
  let whole = true
  for (const { plan, report } of judged) {
    const wrong = validateReport(report)
    if (wrong) throw new Error(`the report does not fit its own schema: ${wrong}`)
    if (options.output !== undefined) {
      const files = writeReport(options.output, fileName(plan, plans), report, formats, { language })
      for (const { path, written } of files) {
        if (!written) whole = false
        else if (!options.quiet) process.stderr.write(`wrote ${path}\n`)
      }
    }
    const render = { color: wantsColor(process.stdout), verbose: options.verbose ?? false, language }
    for (const format of onStdout) {
      const text = renderSafely(format, report, render)
      if (text === undefined) whole = false
      else process.stdout.write(text)
    }
  }
  return whole
}

/** `report`, or with the scope's id where a run has several. */
function fileName(plan: Plan, plans: readonly Plan[]): string {
  return plans.length > 1 ? `report.${plan.scope.id}` : 'report'
}
