import { setTimeout as pause } from 'node:timers/promises'
import { record, text, wire } from '../../wire.ts'
import { ifThere } from '../if-there.ts'
import { isInPassing } from '../volumes.ts'
import type { Sweepable } from './sweepable.ts'

/** How long Cinder is waited for. */
export const longestSettleMs = 120_000

type States = Readonly<Record<string, { readonly status: string } | undefined>>

/** Waits for one of a collection of Cinder, each shown below `key`. */
export function settled(path: string, key: string): NonNullable<Sweepable['settle']> {
  const state = wire<States>(key, record({}, { [key]: record({ status: text }) }))
  return async (openstack, id) => {
    const endsAt = performance.now() + longestSettleMs
    const call = { service: 'block-storage', path: `${path}/${encodeURIComponent(id)}` }
    for (let wait = 500; performance.now() < endsAt; wait = Math.min(wait * 2, 4000)) {
      const seen = await ifThere(() => openstack.read(call, state))
      if (!isInPassing(seen?.[key]?.status ?? '')) return
      await pause(wait)
    }
  }
}
