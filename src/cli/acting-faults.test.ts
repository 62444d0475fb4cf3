import t from 'tap'
import type { Fault } from '../../testbed/simulator/index.ts'
import { making, meets } from '../../testbed/trouble.ts'

// Everything that acts, on a cloud in trouble: what passes by itself is not even seen, what does not is DNF with its cause. The run
// comes to its end, and the project is as it was before. What refuses or breaks for good is in acting-refusals.test.ts.

t.setTimeout(300_000) // many runs, each in a process of its own

const services = ['compute', 'network', 'block-storage', 'key-manager', 'identity'] as const
const once = (action: Fault['action']) => services.flatMap((service) => making(action, { service, times: 1 }))

t.test('what passes by itself is not even seen', async (t) => {
  await meets(t, 'a 503 from each service', {}, once({ status: 503 }))
  await meets(t, 'a 429 from each service', {}, once({ status: 429, retryAfter: 1 }))
  await meets(t, 'a reset connection to each service', {}, once({ reset: true }))
  await meets(t, 'an answer that breaks off, of each service', {}, once({ close: true }))
  await meets(t, 'slow answers', {}, making({ delayMs: 1_000 }))
})

t.test('what does not pass is not observed', async (t) => {
  const all = (said: string) => ({ vm: said, group: said, secret: said, backup: said, bucket: said })
  await meets(t, '503', all('DNF unreachable'), making({ status: 503 }))
  await meets(t, '429', all('DNF quota'), making({ status: 429 }))
  await meets(t, 'resets', all('DNF unreachable'), making({ reset: true }))
})
