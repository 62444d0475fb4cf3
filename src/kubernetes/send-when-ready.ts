import { setTimeout as pause } from 'node:timers/promises'
import { tellProgress } from '../fact.ts'
import type { Answer, Call, Kubernetes } from './client.ts'

/** How long and how often to look for something; tests look faster. */
export interface Pace {
  readonly pauseMs: number
  readonly patienceMs: number
}

/**
 * Sends a call that creates a pod in a new namespace. The service account that pods run as comes a moment after the namespace;
 * until then every pod is refused with 403, so the call is repeated. What is accepted at last is as the call says.
 */
export async function sendWhenReady(
  kubernetes: Kubernetes,
  call: Call,
  { pauseMs, patienceMs }: Pace = { pauseMs: 250, patienceMs: 20_000 },
): Promise<Answer> {
  const end = performance.now() + patienceMs
  for (;;) {
    const answer = await kubernetes.send({ ...call, accept: [...(call.accept ?? []), 403] })
    const isRefusal = answer.status === 403 && !call.accept?.includes(403)
    const isEarly = lacksServiceAccount(answer) && performance.now() < end
    if (!isEarly && !isRefusal) return answer
    // Sent as the caller has it, so that the refusal becomes the error that it is.
    if (!isEarly) return kubernetes.send(call)
    tellProgress('waiting for the service account of the new namespace')
    await pause(pauseMs)
  }
}

function lacksServiceAccount({ status, body }: Answer): boolean {
  const { message } = (body ?? {}) as { readonly message?: unknown }
  return status === 403 && typeof message === 'string' && /service ?account .*not found/is.test(message)
}
