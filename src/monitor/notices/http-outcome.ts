import { openHttp, type HttpRequest } from '../../http.ts'
import type { HttpResponse } from '../../http/exchange.ts'
import { proxiesIn } from '../../http/proxy.ts'
import { retryAfterMs } from '../../http/retry.ts'
import { ProbeError } from '../../fact.ts'
import type { Outcome, SendOptions } from './send.ts'

/** Sends a request once, follows nothing, and reads little of the answer. */
export async function outcomeOf(
  request: HttpRequest,
  ca: string | undefined,
  { redactor, environment, signal, timeoutMs, now }: SendOptions,
  askedMs: (response: HttpResponse) => number | undefined = () => undefined,
): Promise<Outcome> {
  const http = openHttp({
    redactor,
    signal,
    timeoutMs,
    attempts: 1,
    maxBodyBytes: 65_536,
    proxies: proxiesIn(environment, redactor),
    ...(ca === undefined ? {} : { tls: { ca } }),
  })
  try {
    const response = await http.send(request)
    const { status } = response
    if (status >= 200 && status < 300) return { isDelivered: true }
    const waitMs = askedMs(response) ?? retryAfterMs(response, now())
    const why =
      status >= 300 && status < 400 ? `answer ${status}, a redirect, which is not followed` : `answer ${status}`
    return { isDelivered: false, why, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) }
  } catch (error) {
    // the sentence names the path, which may be a secret
    return { isDelivered: false, why: error instanceof ProbeError ? (kinds[error.kind] ?? error.kind) : 'no answer' }
  } finally {
    await http.close()
  }
}

const kinds: Readonly<Record<string, string>> = {
  timeout: 'no answer in time',
  unreachable: 'it cannot be reached',
  malformed: 'its answer cannot be read',
  interrupted: 'interrupted',
}
