import type { Dispatcher } from 'undici'

export interface Message {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: URL
  /** Several values are sent as several headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | undefined
}

/** Header names in lower case. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

export interface HttpResponse {
  readonly status: number
  readonly headers: Headers
  /** Decoded, whole. */
  readonly body: Buffer
}

/** Gets a body as it comes; what it takes is neither held nor bounded. */
export interface Reader {
  /** Asked once, when the answer starts: whether it takes the body. Compressed ones are held as usual. */
  readonly wants: (status: number) => boolean
  readonly onData: (chunk: Buffer) => void
}

/** More bytes than the caller is ready to hold. */
export class BodyTooLarge extends Error {
  readonly limitBytes: number

  constructor(limitBytes: number) {
    super(`body larger than ${limitBytes} bytes`)
    this.limitBytes = limitBytes
  }
}

/**
 * One request and its answer on one connection. Ends at once when the signal aborts (rejects with its reason) and as soon
 * as the body is larger than allowed, so an endless body costs no memory. Rejects with undici's and Node's own errors.
 */
export async function exchange(
  dispatcher: Dispatcher,
  { method, url, headers, body }: Message,
  limits: {
    readonly signal: AbortSignal
    readonly maxBodyBytes: number
    readonly onBytes: (count: number) => void
    readonly onSent?: (() => void) | undefined
    readonly reader?: Reader | undefined
  },
): Promise<HttpResponse> {
  const { signal, maxBodyBytes, onBytes, onSent, reader } = limits
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>()
  let controller: Dispatcher.DispatchController | undefined
  let failed: Error | undefined
  const chunks: Buffer[] = []
  let received = 0
  let taken = false
  let status = 0
  let answered: Headers = {}

  function fail(reason: unknown): void {
    failed ??= reason instanceof Error ? reason : new Error(String(reason))
    controller?.abort(failed)
    reject(failed) // at once, even while undici still waits for a connection
  }
  const onAbort = () => fail(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })

  dispatcher.dispatch(
    {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: headers as Record<string, string | string[]>,
      body: body ?? null,
    },
    {
      onRequestStart(started) {
        controller = started
        if (failed) started.abort(failed)
      },
      onRequestSent: () => onSent?.(),
      onResponseStart(_, code, responseHeaders) {
        if (code < 200) return
        status = code
        answered = responseHeaders
        taken = isPlain(responseHeaders) && (reader?.wants(code) ?? false)
        if (!taken && method !== 'HEAD' && Number(responseHeaders['content-length']) > maxBodyBytes)
          fail(new BodyTooLarge(maxBodyBytes))
      },
      onResponseData(_, chunk) {
        received += chunk.length
        onBytes(chunk.length)
        if (taken) reader?.onData(chunk)
        else if (received > maxBodyBytes) fail(new BodyTooLarge(maxBodyBytes))
        else chunks.push(chunk)
      },
      onResponseEnd() {
        resolve({ status, headers: answered, body: Buffer.concat(chunks) })
      },
      onResponseError: (_, error) => fail(error),
    },
  )

  try {
    const response = await promise
    return { ...response, body: await decoded(response, maxBodyBytes) }
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function encodingOf(headers: Headers): string {
  return String(headers['content-encoding'] ?? 'identity').toLowerCase()
}

function isPlain(headers: Headers): boolean {
  return encodingOf(headers) === 'identity'
}

/** We ask for `identity`; some load balancers compress all the same. A bomb ends at the limit. */
async function decoded({ headers, body }: HttpResponse, maxOutputLength: number): Promise<Buffer> {
  if (isPlain(headers) || body.length === 0) return body
  const encoding = encodingOf(headers)
  const { gunzipSync, inflateSync } = await import('node:zlib')
  const decoder = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync }[encoding]
  if (!decoder) throw new Error(`content-encoding ${encoding} is not known`)
  try {
    return decoder(body, { maxOutputLength })
  } catch (error) {
    if (error instanceof RangeError) throw new BodyTooLarge(maxOutputLength)
    throw error
  }
}
