import type { Simulator } from './index.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** parsed where it is JSON, else empty */
  readonly body: Body
}

interface Item {
  readonly [key: string]: unknown
  readonly id: string
  readonly name: string
  readonly self: string
  readonly href: string
  readonly type: string
  readonly endpoints: readonly unknown[]
  readonly extra_specs: Readonly<Record<string, string>>
  readonly security_group_rules: readonly Item[]
}

/** What the tests look into, all of it in every answer as far as the compiler knows. */
type Body = Readonly<Record<Lists, readonly Item[]>> &
  Readonly<Record<Ones, Item>> &
  Readonly<Record<Texts, string>> & { readonly total: number; readonly token: TokenBody; readonly length: number }
type Lists =
  | 'backups'
  | 'credentials'
  | 'catalog'
  | 'default_security_group_rules'
  | 'flavors'
  | 'flavors_links'
  | 'images'
  | 'loadbalancers'
  | 'providers'
  | 'roles'
  | 'secrets'
  | 'security_group_rules'
  | 'security_groups'
  | 'security_groups_links'
  | 'server_groups'
  | 'servers'
  | 'servers_links'
  | 'versions'
  | 'volume_type_links'
  | 'volume_types'
  | 'volumes'
type Ones = 'backup' | 'credential' | 'flavor' | 'server' | 'security_group' | 'volume' | 'volume_type'
type Texts = 'access_token' | 'next' | 'padding' | 'previous' | 'secret_ref' | 'token_endpoint'
interface TokenBody {
  readonly project: Item
  readonly roles: readonly Item[]
  readonly catalog: readonly Item[]
}

export interface TestClient {
  readonly token: string
  readonly project: string
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
}

/** The tests' own view of a simulator: paths from its root, a token of one of its users. */
export async function login(
  simulator: Simulator,
  user = 'scs-test',
  project = user === 'admin' ? 'admin' : 'scs-test',
): Promise<TestClient> {
  const { headers, body } = await send(
    simulator,
    'POST',
    '/identity/v3/auth/tokens',
    passwordBody(user, { project: { name: project, domain: { id: 'default' } } }),
  )
  const token = headers.get('x-subject-token') ?? ''
  const withToken = (more?: Record<string, string>): Record<string, string> => ({ 'X-Auth-Token': token, ...more })
  return {
    token,
    project: body.token.project.id,
    get: (path, more) => send(simulator, 'GET', path, undefined, withToken(more)),
    send: (method, path, content, more) => send(simulator, method, path, content, withToken(more)),
  }
}

export async function send(
  { url }: Pick<Simulator, 'url'>,
  method: string,
  path: string,
  content?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: { Accept: 'application/json', ...headers },
    ...(content === undefined ? {} : { body: typeof content === 'string' ? content : JSON.stringify(content) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
  // the tests check what they look at
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Body }
}

export function passwordBody(name: string, scope?: unknown, password = 'testbed'): unknown {
  return {
    auth: {
      identity: { methods: ['password'], password: { user: { name, password, domain: { name: 'Default' } } } },
      ...(scope === undefined ? {} : { scope }),
    },
  }
}

export function first<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined) throw new Error('there is none')
  return item
}
