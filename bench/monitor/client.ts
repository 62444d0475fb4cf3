import { Agent, request } from 'undici'

/** What one request took, and what came. */
export interface Timed {
  readonly ms: number
  readonly status: number
  readonly bytes: number
}

export interface Client {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Timed>
  post(body: string): Promise<Timed>
  close(): Promise<void>
}

/** A client of this server, logged in, with as many connections as requests at the same time. */
export function clientOf(origin: string, authorization: string): Client {
  const dispatcher = new Agent({ connections: 32, headersTimeout: 300_000, bodyTimeout: 300_000 })
  async function timed(path: string, options: Parameters<typeof request>[1]): Promise<Timed> {
    const start = performance.now()
    const { statusCode, body } = await request(`${origin}${path}`, { dispatcher, ...options })
    const bytes = (await body.arrayBuffer()).byteLength // as it came: packed
    return { ms: performance.now() - start, status: statusCode, bytes }
  }
  return {
    get: (path, headers = {}) => timed(path, { headers: { authorization, ...headers } }),
    post: (body) =>
      timed('/reports', {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/x-signed-yaml' },
        body,
      }),
    close: () => dispatcher.close(),
  }
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Works through all, so many at the same time. */
export async function sideBySide<T>(all: readonly T[], width: number, work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all]
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one)
    }),
  )
}
