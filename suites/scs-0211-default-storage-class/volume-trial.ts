import { setTimeout as pause } from 'node:timers/promises'
import type { Finding } from '../../src/check.ts'
import { fact, ProbeError, tellProgress, type CauseKind, type Fact } from '../../src/fact.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { lease, ledger, runId, type Lessor } from '../../src/kubernetes/lease.ts'
import { removeClaim, withLeftover } from '../../src/kubernetes/remove-claim.ts'
import { sendWhenReady, type Pace } from '../../src/kubernetes/send-when-ready.ts'
import { obstacles } from './obstacles.ts'
import { storageClasses, type StorageClass } from './storage-classes.ts'
import { claim, pod } from './trial-objects.ts'
import { volumeOf, wireVolume, type Volume } from './volume.ts'
import { wireClaim } from './wire.ts'

/** What a claim got that names no class. */
export type VolumeTrial =
  | { readonly outcome: 'no default class' }
  | {
      readonly outcome: 'unbound'
      readonly storageClass: string
      readonly kind: CauseKind
      /** The words of the cluster's events. */
      readonly why: string
      readonly leftovers: readonly string[]
    }
  | {
      readonly outcome: 'bound'
      readonly storageClass: string
      readonly volume: Volume
      readonly leftovers: readonly string[]
    }

const usual: Pace = { pauseMs: 1000, patienceMs: 120_000 }

/** Claims 1 GiB without naming a class, in a namespace of its own, with a pod that wants it; all is deleted again. */
export const volumeTrial: Fact<VolumeTrial> = fact({
  name: 'volume of the default storage class',
  needs: { kubernetes, runId, ledger, storageClasses },
  cost: { reads: 10, writes: 6, minutes: 4 },
  makes: {
    what: 'a namespace with a claim of 1 GiB on the default storage class, and one pod that mounts it and sleeps',
    stays: 'half a minute to some minutes',
    cleanUpMs: usual.patienceMs + 60_000,
  },
  timeoutMs: 300_000,
  load: ({ storageClasses, ...lessor }) => tryOut(lessor, storageClasses),
})

/** The trial itself; waits at this pace for the volume to be bound, and again for it to be gone. */
export async function tryOut(
  lessor: Lessor,
  classes: readonly StorageClass[],
  pace: Pace = usual,
): Promise<VolumeTrial> {
  const defaults = classes.filter(({ isDefault, isDefaultByBeta }) => isDefault || isDefaultByBeta)
  if (defaults.length === 0) return { outcome: 'no default class' }
  await refuseToTake(
    lessor,
    defaults.map(({ name }) => name),
  )
  const path = '/api/v1/namespaces'
  const create = async (name: string) => {
    await lessor.kubernetes.send({
      method: 'POST',
      path,
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    })
  }
  const thing = { kind: 'namespace', suffix: 'volume', path, create, cleanUpMs: 60_000, pauseMs: pace.pauseMs }
  const { value, leftover } = await lease(lessor, thing, (namespace) => claimWithin(lessor, namespace, pace))
  return leftover ? { ...value, leftovers: [...value.leftovers, leftover.message] } : value
}

/** A free volume that somebody keeps would be bound to our claim, and be gone with it. */
async function refuseToTake({ kubernetes }: Lessor, classes: readonly string[]): Promise<void> {
  const volumes = await kubernetes.list({ path: '/api/v1/persistentvolumes' }, wireVolume)
  const free = volumes.find(
    ({ spec, status }) => status?.phase === 'Available' && classes.includes(spec.storageClassName ?? ''),
  )
  if (!free) return
  const message = `the persistent volume ${free.metadata.name} of the default class is free; a claim would take it, and deleting the claim destroy it: bind it or give it a class of its own`
  throw new ProbeError('dependency', message)
}

type Tried = Exclude<VolumeTrial, { readonly outcome: 'no default class' }>

async function claimWithin({ kubernetes }: Lessor, namespace: string, pace: Pace): Promise<Tried> {
  const place = `/api/v1/namespaces/${namespace}`
  const claims = `${place}/persistentvolumeclaims`
  const made = { claim: `${claims}/${claim.metadata.name}`, pod: `${place}/pods/${pod.metadata.name}` }
  const work = async (): Promise<Tried> => {
    await kubernetes.send({ method: 'POST', path: claims, body: claim })
    await sendWhenReady(kubernetes, { method: 'POST', path: `${place}/pods`, body: pod })
    const end = performance.now() + pace.patienceMs
    for (;;) {
      const { spec, status = {} } = await kubernetes.read({ path: made.claim }, wireClaim)
      const storageClass = spec.storageClassName ?? 'none'
      if (status.phase === 'Bound' && spec.volumeName) {
        const volume = await kubernetes.read({ path: `/api/v1/persistentvolumes/${spec.volumeName}` }, wireVolume)
        return { outcome: 'bound', storageClass, volume: volumeOf(volume), leftovers: [] }
      }
      if (performance.now() >= end) {
        const found = await obstacles(kubernetes, namespace)
        const why = `a claim was not bound within ${pace.patienceMs / 1000} s: ${found.said}`
        return { outcome: 'unbound', storageClass, kind: found.kind, why, leftovers: [] }
      }
      tellProgress(`waiting for a volume of the class ${storageClass} (the claim is ${status.phase ?? 'new'})`)
      await pause(pace.pauseMs)
    }
  }
  let tried: Tried
  try {
    tried = await work()
  } catch (error) {
    throw withLeftover(error, await removeClaim(kubernetes, made, pace))
  }
  const leftover = await removeClaim(kubernetes, made, pace)
  return leftover === null ? tried : { ...tried, leftovers: [leftover] }
}

/** The finding where there is no volume to look at. */
export function untried(trial: Exclude<VolumeTrial, { readonly outcome: 'bound' }>): Finding {
  if (trial.outcome === 'no default class') {
    const message = 'there is no default storage class to try out; see scs-0211-default-class'
    return { examined: [], violations: [], undecided: { kind: 'dependency', message } }
  }
  const { storageClass, kind, why, leftovers } = trial
  return {
    examined: [`storage class ${storageClass}`],
    violations: [],
    notes: leftovers,
    undecided: { kind, message: `${why}; see 'kubectl get events' and whether the provisioner works` },
  }
}
