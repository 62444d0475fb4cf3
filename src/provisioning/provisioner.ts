import type { Kubernetes } from '../kubernetes/client.ts'
import type { Leased, Lessor } from '../lease.ts'
import type { Redactor } from '../redact.ts'
import { checkCapiPlan, withCapiCluster } from './capi.ts'
import { valuesOfCommand, withCommandCluster } from './command.ts'
import type { ClusterPlan } from './cluster-plan.ts'

/** A cluster that is there to be tested. */
export interface ProvisionedCluster {
  /** Path of its kubeconfig. */
  readonly kubeconfig: string
  /** The current one of the kubeconfig if absent. */
  readonly context?: string
}

/** All that provisioning needs of the run that it is done for. */
export interface ProvisionContext extends Lessor {
  /** Ends waiting and commands, not the deletion of what is there by then. */
  readonly signal: AbortSignal
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Learns the secrets of the variables and of the cluster's kubeconfig. */
  readonly redactor: Redactor
  /** Milliseconds between two looks at what is awaited, at the longest. Default 10 s. */
  readonly lookEveryMs?: number
  /** Gets one line whenever there is something new. */
  readonly progress: (line: string) => void
  /** Reads a kubeconfig, makes no call. */
  readonly openCluster: (kubeconfig: string, context: string | undefined) => Promise<Kubernetes>
}

/** Looks for what is wrong with a plan without making anything, or any call. UsageError, ProbeError. */
export async function checkPlan(plan: ClusterPlan, context: ProvisionContext): Promise<void> {
  if (plan.kind === 'static') await context.openCluster(plan.kubeconfig, plan.context)
  if (plan.kind === 'capi') await checkCapiPlan(plan, context)
  if (plan.kind === 'command') await valuesOfCommand(plan, context)
}

/**
 * Makes the cluster, lets it be used and deletes it, whatever happens in between: on success, failure, deadline and
 * interruption; after a crash the ledger names it. Rejects with ProbeError where it cannot be made.
 */
export async function withCluster<Value>(
  plan: ClusterPlan,
  context: ProvisionContext,
  use: (cluster: ProvisionedCluster) => Promise<Value>,
): Promise<Leased<Value>> {
  switch (plan.kind) {
    case 'static': {
      const { kubeconfig, context: name } = plan
      return { value: await use({ kubeconfig, ...(name === undefined ? {} : { context: name }) }), leftover: null }
    }
    case 'capi':
      return withCapiCluster(plan, context, use)
    case 'command':
      return withCommandCluster(plan, context, use)
  }
}
