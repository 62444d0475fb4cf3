import { setTimeout as pause } from 'node:timers/promises'
import { loading } from '../../../src/fact.ts'
import type { Kubernetes } from '../../../src/kubernetes/client.ts'

export interface FollowedLog {
  readonly namespace: string
  readonly pod: string
  readonly container: string
}

/**
 * Follows a log until the signal aborts, and takes it up again where the stream breaks off. Each line has the kubelet's
 * timestamp, by which what comes twice is left out. Never rejects: the log only tells how far things are, and what has
 * become of the pod is learned elsewhere.
 */
export async function followLog(
  kubernetes: Kubernetes,
  { namespace, pod, container }: FollowedLog,
  signal: AbortSignal,
  onLine: (line: string) => void,
  againMs = 2_000,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`
  const store = loading.getStore()
  let latest = ''
  let known = ''
  let rest = ''

  function take(text: string): void {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const space = line.indexOf(' ')
      const time = line.slice(0, space)
      if (!/^\d{4}-\d\d-\d\dT/.test(time)) continue
      // Fixed width, so texts are in the order of times.
      if (time <= known) continue
      latest = time
      onLine(line.slice(space + 1))
    }
  }

  while (!signal.aborted) {
    rest = ''
    known = latest
    const query = {
      container,
      follow: 'true',
      timestamps: 'true',
      // The API takes whole seconds here.
      ...(latest === '' ? {} : { sinceTime: `${latest.slice(0, 19)}Z` }),
    }
    const stream = () => kubernetes.stream({ path, query }, take)
    try {
      await (store ? loading.run({ ...store, signal }, stream) : stream())
    } catch {
      // Taken up again below.
    }
    await pause(againMs, undefined, { signal }).catch(() => {})
  }
}
