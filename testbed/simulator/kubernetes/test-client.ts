import { Agent, request } from 'undici'
import { parse } from 'yaml'
import type { ClusterSimulator, ContextName } from './index.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** parsed where it is JSON, else empty */
  readonly body: Body
}

/** What the tests look into, all of it in every answer as far as the compiler knows. */
interface Body {
  readonly [key: string]: unknown
  readonly metadata: Readonly<Record<string, string>>
  readonly items: readonly Body[]
  readonly spec: Readonly<Record<string, unknown>>
  readonly status: Readonly<Record<string, unknown>>
}

export interface TestClient extends AsyncDisposable {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
}

interface Kubeconfig {
  readonly contexts: readonly { readonly name: string; readonly context: { readonly user: string } }[]
  readonly users: readonly { readonly name: string; readonly user: Readonly<Record<string, string>> }[]
}

/** The tests' own view of a simulator: paths from its root, as one user of its kubeconfig; without a name nobody at all. */
export function client(simulator: ClusterSimulator, context?: ContextName): TestClient {
  const { users } = parse(simulator.kubeconfig()) as Kubeconfig
  const user = users.find(({ name }) => name === context)?.user ?? {}
  const { 'client-certificate-data': cert, 'client-key-data': key, token } = user
  const identity = cert && key ? { cert: Buffer.from(cert, 'base64'), key: Buffer.from(key, 'base64') } : {}
  const dispatcher = new Agent({ connect: { ca: simulator.authority, ...identity } })
  const own = token === undefined ? {} : { authorization: `Bearer ${token}` }
  async function send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const answer = await request(`${simulator.url}${path}`, {
      method: method as 'GET', // any method is sent as it is
      dispatcher,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...own, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.body.text()
    const isOne = text !== '' && !path.includes('watch=true')
    const isJson = isOne && String(answer.headers['content-type']).includes('json')
    // the tests check what they look at
    return { status: answer.statusCode, headers: answer.headers, text, body: (isJson ? JSON.parse(text) : {}) as Body }
  }
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    send,
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  }
}
