import { homedir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../clean-up.ts'
import { didYouMean } from '../did-you-mean.ts'
import { ProbeError, type CauseKind } from '../fact.ts'
import { openCluster, type Cluster } from '../kubernetes/connect.ts'
import { openLedger } from '../ledger-folder.ts'
import type { RunOptions } from '../options.ts'
import type { ClusterPlan } from '../provisioning/cluster-plan.ts'
import { readProvisionFile } from '../provisioning/provision-file.ts'
import { checkPlan, withCluster, type ProvisionContext } from '../provisioning/provisioner.ts'
import type { Redactor } from '../redact.ts'
import { newRunId } from '../run-name.ts'
import { UsageError } from '../usage-error.ts'
import type { Interrupt } from './interrupt.ts'
import { oneLine } from './one-line.ts'
import { openBundle } from './keep-bundle.ts'
import { loadFormats, openFolder } from './output.ts'
import { layersOf, makePlans } from './selection.ts'
import type { RunPart } from './session.ts'

type Judge = (options: RunOptions, part: RunPart) => Promise<number>

/**
 * `run --provision`: makes each cluster of a file, judges it and deletes it, one after the other. Each is a subject of its
 * own with a report of its own, as in the official nightly runs; one that cannot be made has a report too, that says why.
 * The exit code is the worst one; one that was not deleted counts as 2.
 */
export async function provisionedRun(
  options: RunOptions,
  redactor: Redactor,
  interrupt: Interrupt,
  judge: Judge,
): Promise<number> {
  const plans = selected(await readProvisionFile(options.provision ?? ''), options.cluster ?? [])
  const settings = await checkedSettings(options, plans)
  const contexts = plans.map((plan) => ({ plan, runId: newRunId() }))
  const closing: Cluster[] = []
  const contextFor = async ({ plan, runId }: (typeof contexts)[number]): Promise<ProvisionContext> => ({
    runId,
    ledger: await openLedger(runId, 'kubeconfig' in plan ? { kubeconfigs: [plan.kubeconfig] } : {}, process.env),
    keep: options.keepCluster ?? false,
    signal: interrupt.signal,
    environment: process.env,
    redactor,
    progress: (line) => (options.quiet ? undefined : say(line, redactor)),
    async openCluster(kubeconfig, context) {
      const choice = { environment: process.env, directory: process.cwd(), home: homedir(), kubeconfig }
      const cluster = await openCluster({ ...choice, ...(context === undefined ? {} : { context }) }, { redactor })
      closing.push(cluster)
      return cluster.kubernetes
    },
  })
  try {
    const ready = await Promise.all(contexts.map(async (one) => ({ plan: one.plan, context: await contextFor(one) })))
    // What is wrong with the last one is said before the first is made.
    for (const { plan, context } of ready) await checkPlan(plan, context)
    const codes: number[] = []
    for (const { plan, context } of ready) {
      if (interrupt.happened) break
      const output = settings.output !== undefined && plans.length > 1 ? join(settings.output, plan.subject) : undefined
      const subject = settings.subject ?? plan.subject
      codes.push(await one(plan, context, { ...settings, subject, ...(output === undefined ? {} : { output }) }, judge))
    }
    return interrupt.happened ? 130 : ([70, 1, 2].find((code) => codes.includes(code)) ?? 0)
  } finally {
    await Promise.all(closing.map((cluster) => cluster.close()))
  }
}

async function one(plan: ClusterPlan, context: ProvisionContext, options: RunOptions, judge: Judge): Promise<number> {
  const { runId, ledger, redactor, keep } = context
  const part = { runId, ledger }
  const judgeNone = (why: string, kind: CauseKind) => {
    return judge(options, { ...part, failure: new ProbeError(kind, `the cluster could not be provisioned: ${why}`) })
  }
  let judged = false
  try {
    const { value, leftover } = await withCluster(plan, context, async ({ kubeconfig, context: name }) => {
      judged = true
      const cluster = { kubeconfig: [kubeconfig], ...(name === undefined ? {} : { context: name }), ...madeBy(plan) }
      if (keep) sayKept(plan, runId, kubeconfig, redactor)
      return judge({ ...options, ...cluster }, part).catch((error: unknown) => {
        if (!(error instanceof UsageError) || plan.kind === 'static') throw error
        return judgeNone(`its kubeconfig cannot be used: ${error.message}`, 'malformed')
      })
    })
    if (!leftover) return value
    say(`scs-conformance: ${leftover.message}`, redactor)
    return value === 0 && !options.exitZero ? 2 : value // a pipeline that stays green would leave it there
  } catch (error) {
    if (!(error instanceof ProbeError) || judged) throw error
    say(`scs-conformance: ${plan.subject}: ${messageOf(error)}`, redactor)
    if (keep) sayKept(plan, runId, undefined, redactor)
    return judgeNone(error.message, error.kind)
  }
}

/** Who has made the cluster can tell where its nodes are. */
function madeBy(plan: ClusterPlan): Pick<RunOptions, 'managementKubeconfig' | 'managementContext'> {
  if (plan.kind !== 'capi') return {}
  const { kubeconfig, context } = plan
  return { managementKubeconfig: kubeconfig, ...(context === undefined ? {} : { managementContext: context }) }
}

function sayKept(plan: ClusterPlan, runId: string, kubeconfig: string | undefined, redactor: Redactor): void {
  if (plan.kind === 'static') return
  const where = kubeconfig === undefined ? '' : ` (KUBECONFIG=${kubeconfig})`
  say(
    `scs-conformance: ${plan.subject}: what is made is kept${where}; to delete it: scs-conformance cleanup --run ${runId} --yes`,
    redactor,
  )
}

function say(line: string, redactor: Redactor): void {
  process.stderr.write(`${oneLine(redactor.redact(line))}\n`)
}

function selected(plans: readonly ClusterPlan[], names: readonly string[]): readonly ClusterPlan[] {
  const all = plans.map(({ subject }) => subject)
  const unknown = names.find((name) => !all.includes(name))
  if (unknown !== undefined) {
    throw new UsageError(
      `--cluster ${unknown}: the file has no such cluster${didYouMean(unknown, all)}; it has ${all.join(', ')}`,
    )
  }
  return names.length === 0 ? plans : plans.filter(({ subject }) => names.includes(subject))
}

/** What of the options can be wrong is found before anything is made. */
async function checkedSettings(options: RunOptions, plans: readonly ClusterPlan[]): Promise<RunOptions> {
  for (const [option, value] of [
    ['--kubeconfig', options.kubeconfig],
    ['--context', options.context],
  ] as const) {
    if (value !== undefined) throw new UsageError(`${option}: goes not with --provision, whose file names the clusters`)
  }
  const layers = await layersOf({ ...options, layer: options.layer ?? 'kaas' })
  if (layers.has('iaas')) throw new UsageError('--provision: makes clusters, so judge them by a scope of layer kaas')
  if (plans.length > 1) {
    const many = `${plans.length} clusters make ${plans.length} reports`
    if (options.output === undefined) throw new UsageError(`--provision: ${many}: name a folder with --output`)
    if (options.subject !== undefined) throw new UsageError(`--subject: ${many}, each with its own name from the file`)
  }
  if (plans.length > 1 && typeof options.bundle === 'string') {
    throw new UsageError(`--bundle ${options.bundle}: several clusters make several bundles: leave the name out`)
  }
  const settings = { ...options, ...(options.scope ? {} : { layer: 'kaas' }) }
  if (settings.output !== undefined) openFolder(settings.output)
  openBundle(settings)
  await makePlans(settings, new Date().toISOString().slice(0, 10))
  await loadFormats(settings.format ?? ['text'])
  return settings
}
