import { ProbeError } from '../../../src/fact.ts'
import { lease, type Lessor } from '../../../src/kubernetes/lease.ts'
import { logReader } from '../read-log.ts'
import { bindingThing, makeServiceAccount, namespaceThing, podThing, type TestsToRun } from './objects.ts'
import { sweepNamespaces } from './sweep-namespaces.ts'
import type { UnpackedFiles } from './unpack-results.ts'
import { patience, watch, type Patience, type WatchContext } from './watch-pod.ts'

/**
 * Runs e2e tests in the cluster: a namespace, a service account with the rights of cluster-admin, one pod with the
 * conformance image. All of it carries the run id, stands in the ledger, and is gone afterwards however this ends; so are
 * the namespaces that the tests themselves have left, as far as they are seen to be this run's.
 *
 * @returns the files of the results
 * @throws ProbeError with the way in which it failed
 */
export async function runTests(
  lessor: Lessor,
  tests: TestsToRun,
  context: WatchContext,
  waits: Patience = patience,
): Promise<{ readonly files: UnpackedFiles; readonly leftovers: readonly string[] }> {
  const { kubernetes } = lessor
  const log = logReader()
  const startedAt = Date.now()
  let strays: readonly string[] = []
  try {
    const inNamespace = await lease(lessor, namespaceThing(kubernetes), async (namespace) => {
      await makeServiceAccount(kubernetes, namespace)
      return lease(lessor, bindingThing(kubernetes, namespace), async () => {
        try {
          return await lease(lessor, podThing(kubernetes, namespace, tests), (pod) =>
            watch(kubernetes, { namespace, pod, image: tests.image }, log, context, waits),
          )
        } finally {
          // The pod is gone by now, and ginkgo with it.
          strays = await sweepNamespaces(kubernetes, log.read().runIds, startedAt)
        }
      })
    })
    const bound = inNamespace.value
    const leftovers = [bound.value.leftover, bound.leftover, inNamespace.leftover].flatMap(
      (left) => left?.message ?? [],
    )
    return { files: bound.value.value, leftovers: [...leftovers, ...strayNote(strays)] }
  } catch (error) {
    const [note] = strayNote(strays)
    if (note === undefined || !(error instanceof ProbeError)) throw error
    throw new ProbeError(error.kind, `${error.message}; ${note}`, { cause: error })
  }
}

function strayNote(strays: readonly string[]): readonly string[] {
  if (strays.length === 0) return []
  return [
    `namespaces of e2e tests came up meanwhile and are still there: ${strays.slice(0, 20).join(', ')}; delete them by hand if nobody else runs such tests`,
  ]
}
