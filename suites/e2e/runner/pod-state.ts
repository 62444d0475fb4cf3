import type { CauseKind } from '../../../src/fact.ts'
import { resultsContainer, testsContainer } from './pod.ts'
import type { WireContainerStatus, WirePod } from './wire.ts'

/** How far the pod has come. `hopeless` is over at once; `stuck` may still come right, until a deadline. */
export type PodState =
  | { readonly is: 'starting' | 'stuck' | 'hopeless'; readonly kind: CauseKind; readonly why: string }
  | { readonly is: 'running' }
  | { readonly is: 'done' }

/** Reads the status of the pod (API reference: core/v1, "PodStatus"); every way in which it can fail has its own words. */
export function stateOf({ status }: WirePod, image: string): PodState {
  const { phase = 'Pending', reason = '', message = '', conditions = [], containerStatuses = [] } = status
  const tests = containerStatuses.find(({ name }) => name === testsContainer)
  const results = containerStatuses.find(({ name }) => name === resultsContainer)
  if (results?.state?.terminated?.exitCode === 0 && !reason) return { is: 'done' }
  // The pod's own end first: the containers of an evicted pod end too.
  if (phase === 'Failed' && reason) return { is: 'hopeless', kind: 'dependency', why: lost(reason, message) }
  for (const container of [tests, results]) {
    const trouble = container && troubleOf(container, image)
    if (trouble) return trouble
  }
  if (phase === 'Failed') return { is: 'hopeless', kind: 'dependency', why: lost('Failed', message) }
  if (tests?.state?.running || tests?.state?.terminated) return { is: 'running' }
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled')
  if (scheduled?.status === 'False') {
    const why = `no node takes the pod of the tests (${scheduled.reason ?? 'not scheduled'}: ${scheduled.message ?? 'no reason given'}); make room for it`
    return { is: 'stuck', kind: 'dependency', why }
  }
  return { is: 'starting', kind: 'timeout', why: `the pod of the tests did not start (phase ${phase})` }
}

function lost(reason: string, message: string): string {
  const told = message ? `: ${message}` : ''
  const words =
    reason === 'Evicted'
      ? `the pod of the tests was evicted from its node${told}; give the node more memory and disk, or run it when there is less load`
      : `the pod of the tests ended before its time (${reason}${told}); run it again`
  return words
}

/** Waiting reasons of the kubelet that more time does not mend. */
const neverRight = new Set(['InvalidImageName', 'ErrImageNeverPull'])
const configuration = new Set(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'])
const pulling = new Set(['ErrImagePull', 'ImagePullBackOff', 'ImageInspectError', 'RegistryUnavailable'])

function troubleOf({ name, state = {} }: WireContainerStatus, image: string): PodState | undefined {
  const { waiting, terminated } = state
  const { reason = '', message = '' } = waiting ?? {}
  const told = message ? `: ${message}` : ''
  if (neverRight.has(reason) || pulling.has(reason)) {
    const why = `the image ${image} cannot be pulled (${reason}${told}); name one that the nodes can reach with --conformance-image`
    return { is: neverRight.has(reason) ? 'hopeless' : 'stuck', kind: 'dependency', why }
  }
  if (configuration.has(reason)) {
    return { is: 'stuck', kind: 'dependency', why: `the container ${name} cannot be started (${reason}${told})` }
  }
  if (!terminated || terminated.exitCode === 0) return undefined
  if (terminated.reason === 'OOMKilled') {
    const why = 'the tests ran out of memory and were killed (OOMKilled); the node needs more memory for them'
    return { is: 'hopeless', kind: 'dependency', why }
  }
  const how = `exit code ${terminated.exitCode}${terminated.reason ? `, ${terminated.reason}` : ''}`
  return {
    is: 'hopeless',
    kind: 'dependency',
    why: `the container ${name} ended without results (${how}); see its log`,
  }
}
