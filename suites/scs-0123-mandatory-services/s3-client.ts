import { setTimeout as pause } from 'node:timers/promises'
import { ProbeError } from '../../src/fact.ts'
import type { OpenStack } from '../../src/openstack/client.ts'
import { mustBeFromS3 } from './s3-obstacle.ts'
import { signedHeaders } from './s3-signed.ts'
import { errorIn, keysIn, type S3Error } from './s3-xml.ts'

/** An answer of S3. */
export interface S3Reply {
  readonly status: number
  /** 2xx. */
  readonly isFine: boolean
  readonly text: string
  readonly error: S3Error | null
  /** The call, the status and the error, for people. */
  readonly said: string
}

/** S3 with buckets in the path, as one user. */
export interface S3 {
  /** Path with bucket and key, such as `/bucket/key`. ProbeError where the answer is not from S3, or for want of room. */
  send(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: string): Promise<S3Reply>
  /** The keys of a bucket's objects, or an answer that is no such list. */
  keys(bucket: string): Promise<readonly string[] | S3Reply>
  /** Looks again, a few seconds long, until it is as expected: stores of many machines may need some time to agree. */
  until<T>(look: () => Promise<T>, isExpected: (seen: T) => boolean): Promise<T>
}

/** Where S3 is, and who asks. */
export interface S3Settings {
  /** Without a slash at the end. */
  readonly url: string
  readonly access: string
  readonly secret: string
  readonly signal: AbortSignal
  /** Milliseconds before the second look, then twice as long each time, five times. */
  readonly pauseMs: number
}

/** S3 at this URL, with that key. Signs for the region that the service wants, which it tells where it is another one. */
export function s3Client(openstack: OpenStack, { url, access, secret, signal, pauseMs }: S3Settings): S3 {
  let region = 'us-east-1'

  async function sendOnce(method: string, path: string, body?: string): Promise<S3Reply> {
    const message = { url: `${url}${path}`, method, ...(body === undefined ? {} : { body }) }
    const headers = await signedHeaders(message, { access, secret, region })
    const { status, text } = await openstack.sendRaw({ ...message, headers })
    const call = `${method} ${url}${path}`
    mustBeFromS3(call, status)
    const isFine = status >= 200 && status < 300
    const error = isFine ? null : await errorIn(text)
    if (error && /^(QuotaExceeded|TooManyBuckets|SlowDown|EntityTooLarge)$/.test(error.code)) {
      throw new ProbeError(
        'quota',
        `${call} was answered with ${error.code}; make room in the project's object store, or have its quota raised`,
      )
    }
    const words = error === null ? ', and no S3 error' : `: ${`${error.code} ${error.message}`.trim()}`
    return { status, isFine, text, error, said: `${call} was answered with ${status}${words}` }
  }

  async function send(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: string): Promise<S3Reply> {
    const reply = await sendOnce(method, path, body)
    const other = reply.error?.region
    if (!other || other === region) return reply
    region = other
    return sendOnce(method, path, body)
  }

  return {
    send,
    async keys(bucket) {
      const reply = await send('GET', `/${bucket}`)
      return (reply.isFine ? await keysIn(reply.text) : null) ?? reply
    },
    async until(look, isExpected) {
      for (let wait = pauseMs; ; wait *= 2) {
        const seen = await look()
        if (isExpected(seen) || wait > pauseMs * 16) return seen
        await pause(wait, undefined, { signal }).catch(() => signal.throwIfAborted())
      }
    },
  }
}
