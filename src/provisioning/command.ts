import { existsSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { ProbeError } from '../fact.ts'
import { ledgerEntry, leases, type Leasable, type Leased } from '../lease.ts'
import type { Undo } from '../ledger.ts'
import { processStart } from '../process-start.ts'
import { privateFolder } from '../private-folder.ts'
import { clusterName } from './cluster-name.ts'
import { learnKubeconfig } from './private-kubeconfig.ts'
import type { CommandPlan } from './cluster-plan.ts'
import type { ProvisionContext, ProvisionedCluster } from './provisioner.ts'
import { runCommand, type Finished } from './run-command.ts'
import { runUndo } from './undo.ts'
import { resolveValues } from './values.ts'

/** What the file adds to the environment of the commands. UsageError for a reference that leads nowhere. */
export function valuesOfCommand(plan: CommandPlan, context: ProvisionContext): Promise<Record<string, string>> {
  const { environment, redactor } = context
  const where = `${plan.file}: clusters.${plan.subject}.environment`
  return resolveValues(plan.environment, where, { environment, directory: plan.directory, redactor })
}

/**
 * A cluster that a command of the user's makes: it writes the kubeconfig to `SCS_KUBECONFIG`. The command that deletes it
 * is called always, also where the first one failed or did not end, since only it knows how far that came.
 */
export async function withCommandCluster<Value>(
  plan: CommandPlan,
  context: ProvisionContext,
  use: (cluster: ProvisionedCluster) => Promise<Value>,
): Promise<Leased<Value>> {
  const name = clusterName(context.runId, plan.subject)
  const values = await valuesOfCommand(plan, context)
  return leases(context, async (hold) => {
    const folder = await hold(privateFolder('kubeconfig'))
    const kubeconfig = join(folder, 'kubeconfig')
    const ours = {
      SCS_CLUSTER_NAME: name,
      SCS_RUN_ID: context.runId,
      SCS_SUBJECT: plan.subject,
      SCS_KUBECONFIG: kubeconfig,
    }
    const { unprovision: command, directory, unprovisionTimeoutMs: timeoutMs } = plan
    const undo = { command, directory, environment: { ...plan.environment, ...ours }, timeoutMs }
    const thing = cluster(plan, context, name, { ...context.environment, ...values, ...ours }, undo)
    await hold(thing)
    if (!existsSync(kubeconfig)) {
      const wrote = `${plan.provision.join(' ')} ended well, but wrote no kubeconfig to the path in SCS_KUBECONFIG`
      throw new ProbeError('dependency', wrote)
    }
    await chmod(kubeconfig, 0o600)
    const { servers: serves } = await learnKubeconfig(kubeconfig, context.redactor)
    await context.ledger.record({ ...ledgerEntry(thing, 'made', name, name), serves })
    return use({ kubeconfig, ...(plan.context === undefined ? {} : { context: plan.context }) })
  })
}

function cluster(
  plan: CommandPlan,
  context: ProvisionContext,
  name: string,
  environment: ProvisionContext['environment'],
  undo: Undo,
): Leasable<string> {
  const { progress } = context
  const onLine = (line: string) => progress(`${plan.subject}: ${line}`)
  let background: Finished | undefined
  let gone = false
  const thing: Leasable<string> = {
    kind: 'cluster by command',
    suffix: '',
    name,
    service: 'command',
    path: plan.file,
    place: { machine: hostname() },
    undo,
    guards: true,
    creations: 1,
    removals: 3,
    cleanUpMs: 3 * undo.timeoutMs + 60_000,
    async create() {
      const noteMaker = async (pid: number) => {
        const maker = { pid, processStart: await processStart(pid) }
        await context.ledger.record({ ...ledgerEntry(thing, 'planned', name, null), maker })
      }
      let noted: Promise<void> | undefined
      progress(`${plan.subject}: ${plan.provision.join(' ')}`)
      background = await runCommand({
        command: plan.provision,
        directory: plan.directory,
        environment,
        timeoutMs: plan.provisionTimeoutMs,
        signal: context.signal,
        onStart: (pid) => (noted = noteMaker(pid)),
        onLine,
      }).finally(() => noted?.catch(() => {})) // what is made is in the ledger anyway
      return name
    },
    idOf: () => name,
    find: () => Promise.resolve([name]),
    async remove() {
      progress(`${plan.subject}: ${undo.command.join(' ')}`)
      await runUndo(undo, context, onLine)
      await background?.end()
      gone = true
    },
    isGone: () => Promise.resolve(gone),
  }
  return thing
}
