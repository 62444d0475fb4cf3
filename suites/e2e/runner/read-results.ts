import { setTimeout as pause } from 'node:timers/promises'
import { ProbeError } from '../../../src/fact.ts'
import type { Kubernetes } from '../../../src/kubernetes/client.ts'
import { resultsContainer } from './pod.ts'
import { unpackResults, type UnpackedFiles } from './unpack-results.ts'

const tries = 5
/** Characters of the log with the results; the pod sends less. */
const mostText = 256 * 1024 * 1024

/**
 * Reads what the results container has printed, again where the log was cut on the way.
 *
 * @throws ProbeError `dependency` where it stays cut
 */
export async function readResults(
  kubernetes: Kubernetes,
  { namespace, pod }: { readonly namespace: string; readonly pod: string },
  signal: AbortSignal,
  againMs: number,
): Promise<UnpackedFiles> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`
  let wrong = 'it is empty'
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) await pause(againMs, undefined, { signal }).catch(() => signal.throwIfAborted())
    try {
      const files = unpackResults(await readText(kubernetes, path))
      if (!('wrong' in files)) return files
      wrong = files.wrong
    } catch (error) {
      signal.throwIfAborted()
      wrong = error instanceof Error ? error.message : String(error)
    }
  }
  throw new ProbeError(
    'dependency',
    `the log with the results of the tests was cut: ${wrong}, in ${tries} tries; run them again`,
  )
}

async function readText(kubernetes: Kubernetes, path: string): Promise<string> {
  const pieces: string[] = []
  let size = 0
  const call = { path, query: { container: resultsContainer } }
  await kubernetes.stream(call, (text) => {
    size += text.length
    if (size <= mostText) pieces.push(text)
  })
  return pieces.join('')
}
