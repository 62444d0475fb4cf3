import type { Dispatcher } from 'undici'
import { loading, ProbeError, type Traffic } from './fact.ts'
import { openDispatcher, type Connections, type Tls } from './http/dispatcher.ts'
import { exchange, type HttpResponse, type Message, type Reader } from './http/exchange.ts'
import { failure, interruption } from './http/failure.ts'
import { backoffMs, mayRepeatAfter, mayRepeatFailure, retryAfterMs, type RetryRules } from './http/retry.ts'
import type { Proxy } from './http/proxy.ts'
import { cloudWords, type Vocabulary } from './http/vocabulary.ts'
import type { Redactor } from './redact.ts'
import { pause, semaphore } from './waiting.ts'

export interface HttpRequest {
  /** GET if absent. */
  readonly method?: Message['method']
  readonly url: string
  readonly headers?: Message['headers']
  readonly body?: string
  /** Sending it twice does no harm; by default all but POST and PATCH. */
  readonly repeatable?: boolean
  /** Called when the request has left: time to do something useful while waiting. */
  readonly onSent?: () => void
  /** Instead of the settings of all requests; connections are shared by the requests that bring the same object. */
  readonly tls?: Tls
  /**
   * Gets the body of a 2xx as it comes; it is empty in the response then. The deadline of a request, and its place among
   * those in flight, count until the answer starts, so what comes bit by bit may take as long as its fact or the run.
   */
  readonly onData?: (chunk: Buffer) => void
}

/** One try, for `--debug` and the like. Everything in it is redacted. */
export interface HttpCall {
  readonly method: string
  readonly url: string
  /** Absent where no answer came. */
  readonly status?: number
  /** Why no answer came, in one sentence. */
  readonly error?: string
  readonly durationMs: number
  /** 1 for the first try. */
  readonly attempt: number
  /** Bytes of the body received. */
  readonly bytes: number
  /** The fact that was loading. */
  readonly fact?: string
}

export interface HttpOptions extends Partial<Connections>, Partial<RetryRules> {
  readonly redactor: Redactor
  /** Milliseconds one request may take from when it is its turn, all tries and waits included. Default 60 s. */
  readonly timeoutMs?: number
  /** Default 64 MiB: 5,000 flavors are 3 MB. */
  readonly maxBodyBytes?: number
  /** Requests in flight at once, default 16. */
  readonly concurrency?: number
  readonly onCall?: (call: HttpCall) => void
  /** Ends everything, besides the signal of the fact that is loading. */
  readonly signal?: AbortSignal
  /** What the settings are called in messages; those of a cloud if absent. */
  readonly words?: Vocabulary
}

export interface Http {
  /** Any answer is a result, whatever its status; 3xx are not followed. Rejects with ProbeError. */
  send(request: HttpRequest): Promise<HttpResponse>
  /** All traffic so far; what a fact causes is counted with the fact too. */
  readonly traffic: Readonly<Traffic>
  readonly words: Vocabulary
  /** Closes the connections. */
  close(): Promise<void>
}

const never = new AbortController().signal

/**
 * HTTP to one cloud or cluster: bounded in time, memory and concurrency; sends again what may be sent again. A place among the
 * requests in flight is held during a try only, never while waiting for the next one, so no request can wait for itself.
 * Thousands may be sent at once: waiting for the first place takes nothing off a request's time.
 */
export function openHttp(options: HttpOptions): Http {
  const {
    redactor,
    onCall,
    timeoutMs = 60_000,
    maxBodyBytes = 64 * 2 ** 20,
    concurrency = 16,
    words = cloudWords,
  } = options
  const rules: RetryRules = {
    attempts: options.attempts ?? 4,
    backoffMs: options.backoffMs ?? 250,
    maxBackoffMs: options.maxBackoffMs ?? 8000,
  }
  const connections: Connections = {
    ...options,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    connections: options.connections ?? concurrency,
  }
  const traffic: Traffic = { requests: 0, retries: 0, bytes: 0 }
  const places = semaphore(concurrency)
  const pools = new Map<Tls | undefined, Map<string, Promise<Dispatcher>>>()

  /** What comes bit by bit has connections beside those of the others: it may keep them for hours. */
  function pool(kind: 'kept' | 'fresh' | 'long', proxy: Proxy | undefined, tls = connections.tls): Promise<Dispatcher> {
    const key = `${kind} ${proxy?.variable}`
    const same = pools.get(tls) ?? new Map<string, Promise<Dispatcher>>()
    pools.set(tls, same)
    const open = same.get(key) ?? openDispatcher(tls ? { ...connections, tls } : connections, kind !== 'kept', proxy)
    same.set(key, open)
    return open
  }

  async function send(request: HttpRequest): Promise<HttpResponse> {
    const method = request.method ?? 'GET'
    const repeatable = request.repeatable ?? (method !== 'POST' && method !== 'PATCH')
    const url = URL.parse(request.url)
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new ProbeError('malformed', redactor.redact(`${request.url} is not a URL with http or https`))
    }
    const message: Message = {
      method,
      url,
      headers: { 'accept-encoding': 'identity', ...request.headers },
      body: request.body,
    }
    const call = redactor.redact(`${method} ${url.pathname}`)
    const late = new ProbeError(
      'timeout',
      `${call} on ${url.host} took longer than ${timeoutMs / 1000} s; ${words.slow}`,
    )
    const deadline = new AbortController()
    let endsAt = Infinity
    let timer: NodeJS.Timeout | undefined
    const onTurn = () => {
      if (timer) return
      endsAt = performance.now() + timeoutMs
      timer = setTimeout(() => deadline.abort(late), timeoutMs)
    }
    const signal = AbortSignal.any([deadline.signal, options.signal ?? never, loading.getStore()?.signal ?? never])
    try {
      for (let attempt = 1; ; attempt++) {
        const outcome = await attemptOnce(message, call, attempt, {
          repeatable,
          signal,
          onTurn,
          onSent: request.onSent,
          onStart: () => clearTimeout(timer),
          onData: request.onData,
          tls: request.tls,
        })
        if (!outcome.again || attempt >= rules.attempts) {
          if ('response' in outcome) return outcome.response
          throw outcome.error
        }
        const asked = 'response' in outcome ? retryAfterMs(outcome.response, Date.now()) : undefined
        const waitMs = asked ?? backoffMs(attempt, rules)
        if (performance.now() + waitMs > endsAt) {
          const why =
            asked === undefined
              ? `has no time left for another try`
              : `is asked to wait ${Math.ceil(asked / 1000)} s (Retry-After)`
          throw new ProbeError(
            'timeout',
            `${call} on ${url.host} ${why}; it may take ${timeoutMs / 1000} s in all${words.timeSetting}`,
          )
        }
        await pause(waitMs, signal)
      }
    } catch (error) {
      throw signal.aborted ? interruption(signal, call) : error
    } finally {
      clearTimeout(timer)
    }
  }

  interface Conditions {
    readonly repeatable: boolean
    readonly signal: AbortSignal
    /** Called when there is a place for it. */
    readonly onTurn: () => void
    readonly onSent: (() => void) | undefined
    /** Called when an answer starts that comes bit by bit. */
    readonly onStart: () => void
    readonly onData: ((chunk: Buffer) => void) | undefined
    readonly tls: Tls | undefined
  }
  type Outcome = { readonly again: boolean } & ({ readonly response: HttpResponse } | { readonly error: unknown })

  async function attemptOnce(
    message: Message,
    call: string,
    attempt: number,
    { repeatable, signal, onTurn, onSent, onStart, onData, tls }: Conditions,
  ): Promise<Outcome> {
    const proxy = connections.proxies?.(message.url)
    const dispatcher = await pool(onData ? 'long' : repeatable ? 'kept' : 'fresh', proxy, tls)
    const leave = await places.enter(signal)
    onTurn()
    const counters = [traffic, loading.getStore()?.traffic].filter((one) => one !== undefined)
    for (const counter of counters) {
      counter.requests++
      if (attempt > 1) counter.retries++
    }
    const startedAt = performance.now()
    let bytes = 0
    const onBytes = (count: number) => {
      bytes += count
      for (const counter of counters) counter.bytes += count
    }
    let started = false
    const wants = (status: number) => {
      started = status >= 200 && status < 300
      if (started) onStart()
      if (started) leave()
      return started
    }
    const reader: Reader | undefined = onData && { wants, onData }
    const report = (what: Pick<HttpCall, 'status' | 'error'>) => {
      const fact = loading.getStore()?.fact.name
      const durationMs = Math.round(performance.now() - startedAt)
      const url = redactor.redact(message.url.href)
      onCall?.({
        method: message.method,
        url,
        ...what,
        durationMs,
        attempt,
        bytes,
        ...(fact === undefined ? {} : { fact }),
      })
    }
    try {
      const response = await exchange(dispatcher, message, { signal, maxBodyBytes, onBytes, onSent, reader })
      report({ status: response.status })
      return { response, again: mayRepeatAfter(response, repeatable) }
    } catch (raw) {
      const { kind, message: sentence } = signal.aborted
        ? interruption(signal, call)
        : failure(raw, call, message.url, proxy, words)
      const error = new ProbeError(kind, redactor.redact(sentence))
      report({ error: error.message })
      return { error, again: !signal.aborted && !started && mayRepeatFailure(raw, repeatable) }
    } finally {
      if (!started) leave()
    }
  }

  return {
    send,
    traffic,
    words,
    async close() {
      const all = [...pools.values()].flatMap((same) => [...same.values()])
      await Promise.allSettled(all.map(async (open) => (await open).destroy()))
    },
  }
}
