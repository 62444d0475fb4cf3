import { setTimeout as pause } from 'node:timers/promises'
import { messageOf, withOwnDeadline } from '../clean-up.ts'
import { tellProgress } from '../fact.ts'
import { record, text, wire } from '../wire.ts'
import type { Kubernetes } from './client.ts'
import type { Pace } from './send-when-ready.ts'

export { withLeftover } from '../clean-up.ts'

/** A claim and the pod that uses it, by their paths. */
export interface ClaimInUse {
  readonly pod: string
  readonly claim: string
}

/**
 * Deletes both and waits until the volume that was made for the claim is gone too, also where its class would keep it. Has
 * its own deadline, like every clean-up. null, or one sentence on what may be left behind; never rejects.
 */
export async function removeClaim(
  kubernetes: Kubernetes,
  { pod, claim }: ClaimInUse,
  pace: Pace,
): Promise<string | null> {
  let what = claim
  try {
    return await withOwnDeadline(pace.patienceMs, async (signal) => {
      const volume = await volumeOf(kubernetes, claim)
      if (volume) what = volume
      if (volume) await letGo(kubernetes, volume)
      for (const path of [pod, claim]) await kubernetes.send({ method: 'DELETE', path, accept: [404] })
      for (;;) {
        tellProgress('waiting for the volume of the trial to be deleted')
        if (await isGone(kubernetes, what)) return null
        await pause(pace.pauseMs, undefined, { signal })
      }
    })
  } catch (error) {
    const isLate = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')
    const why = isLate ? `it was still there after ${pace.patienceMs / 1000} s` : messageOf(error)
    return `${what} may be left behind: ${why}; delete it by hand, and its volume in the storage`
  }
}

async function volumeOf(kubernetes: Kubernetes, claim: string): Promise<string | null> {
  const { spec } = await kubernetes.read({ path: claim, accept: [404] }, wireClaim)
  return spec?.volumeName ? `/api/v1/persistentvolumes/${encodeURIComponent(spec.volumeName)}` : null
}

/** A class with the reclaim policy Retain would leave the volume for good; nothing was ever written to it. */
async function letGo(kubernetes: Kubernetes, path: string): Promise<void> {
  const { spec } = await kubernetes.read({ path, accept: [404] }, wireVolume)
  if (spec?.persistentVolumeReclaimPolicy !== 'Retain') return
  const body = { spec: { persistentVolumeReclaimPolicy: 'Delete' } }
  await kubernetes.send({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body })
}

async function isGone(kubernetes: Kubernetes, path: string): Promise<boolean> {
  return (await kubernetes.send({ path, accept: [404] })).status === 404
}

const wireClaim = wire<{ readonly spec?: { readonly volumeName?: string } }>(
  'persistent volume claim',
  record({}, { spec: record({}, { volumeName: text }) }),
)
const wireVolume = wire<{ readonly spec?: { readonly persistentVolumeReclaimPolicy?: string } }>(
  'persistent volume',
  record({}, { spec: record({}, { persistentVolumeReclaimPolicy: text }) }),
)
