import { randomUUID } from 'node:crypto'
import type { Secret } from './cloud.ts'
import { exceeds } from './limits.ts'
import { jsonBody, openRoute, Refusal, route, text, type Call, type Reply, type Service } from './router.ts'

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
}

export const barbican: Service = {
  name: 'key-manager',
  mount: '/key-manager',
  unnumbered: ['root', 'login'],
  routes: [
    openRoute('GET', '/', (call) => ({
      status: 300,
      body: { versions: version(call) === '1.1' ? [versionView(call)] : { values: [versionView(call)] } },
    })),
    route('GET', '/v1', (call) => ({ status: 200, body: { version: versionView(call) } })),
    route('GET', '/v1/secrets', secretList),
    route('POST', '/v1/secrets', store),
    route('GET', '/v1/secrets/:id', (call) => ({ status: 200, body: secretView(call, secretOf(call)) })),
    route('GET', '/v1/secrets/:id/payload', (call) => {
      const { payload, fields } = secretOf(call)
      if (payload === undefined) throw new Refusal(404, 'Not Found. Sorry but your secret has no payload.')
      return {
        status: 200,
        headers: { 'Content-Type': `${text(fields['payload_content_type'])}; charset=UTF-8` },
        body: payload,
      }
    }),
    route('DELETE', '/v1/secrets/:id', (call) => {
      mustBeMember(call, 'Secret deletion')
      call.cloud.secrets.delete(secretOf(call).id)
      return { status: 204 }
    }),
    route('GET', '/v1/quotas', ({ cloud }) => {
      const others = { orders: -1, containers: -1, consumers: -1, cas: -1 }
      return { status: 200, body: { quotas: { ...cloud.description.keyManager.quota, ...others } } }
    }),
    route('GET', '/v1/containers', () => ({ status: 200, body: { containers: [], total: 0 } })),
  ],
  refuse: ({ status, message }) => refused(status, message),
  // a method nobody offers is not acceptable to Pecan
  missing: (status) => refused(status === 404 ? 404 : 406, ''),
  headers: (call, status) =>
    status === 401 ? {} : { 'OpenStack-API-Version': `key-manager ${version(call)}`, Vary: 'openstack-api-version' },
}

function refused(status: number, description: string): Reply {
  return { status, body: { code: status, title: titles[status] ?? 'Error', description } }
}

function version({ headers }: Call): '1.0' | '1.1' {
  const asked = headers['openstack-api-version']?.toString() ?? ''
  return /key-manager (1\.1|latest)/.test(asked) ? '1.1' : '1.0'
}

function secretList(call: Call): Reply {
  mustBeMember(call, 'Secret(s) retrieval')
  const { list, maxPageSize, pageSize } = call.cloud.description.keyManager
  const own = list === 'hidden' ? [] : ownSecrets(call)
  const name = call.query.get('name')
  const found = name === null ? own : own.filter(({ fields }) => fields['name'] === name)
  const asked = Number(call.query.get('limit') ?? pageSize)
  const limit = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), maxPageSize) : pageSize
  const offset = Math.max(0, Number(call.query.get('offset') ?? 0) || 0)
  const page = found.slice(offset, offset + limit)
  const href = (from: number): string => `${call.base}/v1/secrets?limit=${limit}&offset=${from}`
  return {
    status: 200,
    body: {
      secrets: page.map((secret) => secretView(call, secret)),
      ...(page.length > 0 && offset > 0 ? { previous: href(Math.max(0, offset - limit)) } : {}),
      ...(page.length > 0 && found.length > offset + limit ? { next: href(offset + limit) } : {}),
      total: found.length,
    },
  }
}

function store(call: Call): Reply {
  const { payload, ...fields } = jsonBody(call)
  mustBeMember(call, 'Secret creation')
  if (call.cloud.description.keyManager.create === 'forbidden' && !call.token.roles.includes('admin'))
    throw forbidden('Secret creation')
  if (payload !== undefined && typeof fields['payload_content_type'] !== 'string') {
    throw invalid(
      "If 'payload' is supplied, 'payload_content_type' must also be supplied.. Invalid property: 'payload_content_type'",
    )
  }
  const type = fields['payload_content_type']
  if (type !== undefined && !contentTypes.test(text(type)))
    throw invalid(
      "payload_content_type is not one of ['text/plain', 'application/octet-stream', …]. Invalid property: 'payload_content_type'",
    )
  mustHaveRoom(call)
  const id = randomUUID()
  call.cloud.secrets.set(id, {
    id,
    projectId: call.token.scope.project?.id ?? '',
    creatorId: call.token.user.id,
    fields,
    payload: payload === undefined ? undefined : text(payload),
    createdAt: new Date().toISOString().slice(0, 19),
  })
  const secretRef = `${call.base}/v1/secrets/${id}`
  return { status: 201, headers: { Location: secretRef }, body: { secret_ref: secretRef } }
}

function mustHaveRoom(call: Call): void {
  const { secrets: limit } = call.cloud.description.keyManager.quota
  if (!exceeds(limit, ownSecrets(call).length)) return
  const project = call.token.scope.project?.id ?? ''
  throw new Refusal(403, `Quota has been reached for project ${project}. Only ${limit} secrets are allowed.`)
}

const contentTypes = /^(text\/plain(; ?charset=utf-8)?|application\/(octet-stream|pkcs8|pkix-cert))$/i

function invalid(reason: string): Refusal {
  return new Refusal(400, `Provided object does not match schema 'Secret': ${reason}`)
}

/** Barbican's policies of 2023 and later (enforce_new_defaults): a reader may not even list. */
function mustBeMember({ token }: Call, action: string): void {
  if (!token.scope.project || !token.roles.includes('member')) throw forbidden(action)
}

function forbidden(action: string): Refusal {
  return new Refusal(403, `${action} attempt not allowed - please review your user/project privileges`)
}

function secretOf(call: Call): Secret {
  const asked = call.params['id'] ?? ''
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(asked))
    throw new Refusal(404, 'Not Found. Provided secret id is invalid.')
  const secret = ownSecrets(call).find(({ id }) => id === asked)
  if (secret) return secret
  throw new Refusal(404, 'Secret not found.')
}

/** The description may say that some are there from the start. */
function ownSecrets({ cloud, token }: Call): readonly Secret[] {
  const projectId = token.scope.project?.id ?? ''
  const stored = [...cloud.secrets.values()].filter((secret) => secret.projectId === projectId)
  const early = Array.from({ length: cloud.description.keyManager.secrets }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    projectId,
    creatorId: token.user.id,
    fields: { name: `early ${index}` },
    payload: undefined,
    createdAt: cloud.startedAt.slice(0, 19),
  }))
  return [...early, ...stored]
}

function secretView(call: Call, { id, creatorId, fields, payload, createdAt }: Secret): unknown {
  return {
    created: createdAt,
    updated: createdAt,
    status: 'ACTIVE',
    name: fields['name'] ?? null,
    secret_type: fields['secret_type'] ?? 'opaque',
    expiration: fields['expiration'] ?? null,
    algorithm: fields['algorithm'] ?? null,
    bit_length: fields['bit_length'] ?? null,
    mode: fields['mode'] ?? null,
    creator_id: creatorId,
    ...(version(call) === '1.1' ? { consumers: [] } : {}),
    ...(payload === undefined ? {} : { content_types: { default: fields['payload_content_type'] } }),
    secret_ref: `${call.base}/v1/secrets/${id}`,
  }
}

function versionView(call: Call): unknown {
  const links = [
    { rel: 'self', href: `${call.base}/v1/` },
    { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' },
  ]
  if (version(call) === '1.1') return { id: 'v1', status: 'CURRENT', min_version: '1.0', max_version: '1.1', links }
  return {
    id: 'v1',
    status: 'stable',
    links,
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.key-manager-v1+json' }],
  }
}
