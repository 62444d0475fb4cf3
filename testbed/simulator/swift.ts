import type { Bucket } from './cloud.ts'
import { openRoute, Refusal, route, type Call, type Reply, type Service } from './router.ts'

export const swift: Service = {
  name: 'object-store',
  mount: '/object-store',
  routes: [
    openRoute('GET', '/info', () => ({ status: 200, body: { swift: { version: '2.30.1' }, s3api: {} } })),
    openRoute('GET', '/healthcheck', () => ({ status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'OK' })),
    openRoute('GET', '/v1', () => ({ status: 412, headers: htmlType, body: 'Bad URL' })),
    route('GET', '/v1/:account', (call) => {
      const own = ownBuckets(call)
      const prefix = call.query.get('prefix') ?? ''
      const objects = own.reduce((sum, bucket) => sum + bucket.objects.size, 0)
      const counts = {
        'X-Account-Container-Count': String(own.length),
        'X-Account-Object-Count': String(objects),
        'X-Account-Bytes-Used': '0',
      }
      const names = own.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => ({ name, count: 0, bytes: 0 }))
      return { status: 200, headers: { ...counts, ...jsonType }, body: pageOf(call, names) }
    }),
    route('GET', '/v1/:account/:container', (call) => {
      const names = [...bucketOf(call).objects.keys()].map((name) => ({ name, bytes: 0 }))
      return { status: 200, headers: jsonType, body: pageOf(call, names) }
    }),
    route('PUT', '/v1/:account/:container', (call) => {
      const name = call.params['container'] ?? ''
      if (ownBuckets(call).some((one) => one.name === name)) return { status: 202 }
      call.cloud.buckets.set(name, { name, projectId: call.token.scope.project?.id ?? '', objects: new Map() })
      return { status: 201 }
    }),
    route('DELETE', '/v1/:account/:container', (call) => {
      const { name, objects } = bucketOf(call)
      if (objects.size > 0) throw new Refusal(409, 'There was a conflict when trying to complete your request.')
      call.cloud.buckets.delete(name)
      return { status: 204 }
    }),
    route('DELETE', '/v1/:account/:container/(?<object>[^]+)', (call) => {
      if (!bucketOf(call).objects.delete(call.params['object'] ?? '')) throw missing
      return { status: 204 }
    }),
  ],
  headers: ({ requestId }) => transaction(requestId),
  refuse: ({ status, message }) => html(status, titles[status] ?? 'Forbidden', message),
  missing: (status) =>
    status === 404 ? noResource : html(status, 'Method Not Allowed', 'The method is not allowed for this resource.'),
  unauthorized: ({ cloud, origin }) => ({
    ...html(
      401,
      'Unauthorized',
      'This server could not verify that you are authorized to access the document you requested.',
    ),
    headers: {
      ...htmlType,
      'WWW-Authenticate': `Swift realm="unknown", Keystone uri="${origin}${cloud.mounts.identity}"`,
    },
  }),
}

const titles: Readonly<Record<number, string>> = { 404: 'Not Found', 409: 'Conflict' }
const missing = new Refusal(404, 'The resource could not be found.')
const jsonType = { 'Content-Type': 'application/json; charset=utf-8' } as const

function ownBuckets(call: Call): readonly Bucket[] {
  const project = call.token.scope.project?.id
  const isOwn = call.params['account'] === `AUTH_${project}` && call.token.roles.includes('member')
  if (!isOwn) throw new Refusal(403, 'Access was denied to this resource.')
  return [...call.cloud.buckets.values()].filter(({ projectId }) => projectId === project)
}

function bucketOf(call: Call): Bucket {
  const bucket = ownBuckets(call).find(({ name }) => name === call.params['container'])
  if (bucket) return bucket
  throw missing
}

/** By name, after a marker, which is one. */
function pageOf(call: Call, all: readonly { readonly name: string }[]): readonly unknown[] {
  const marker = call.query.get('marker') ?? ''
  return all.filter(({ name }) => name > marker).toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

const htmlType = { 'Content-Type': 'text/html; charset=UTF-8' } as const

function html(status: number, title: string, message: string): Reply {
  return { status, headers: htmlType, body: `<html><h1>${title}</h1><p>${message}</p></html>` }
}

/** Also what the bare root of Swift says. */
export const noResource: Reply = html(404, 'Not Found', 'The resource could not be found.')

export function transaction(seed: string): {
  readonly 'X-Trans-Id': string
  readonly 'X-Openstack-Request-Id': string
} {
  const hexed = seed.replaceAll(/[^0-9a-f]/g, '').slice(0, 21)
  const id = `tx${hexed}-${Math.floor(Date.now() / 1000)
    .toString(16)
    .padStart(10, '0')}`
  return { 'X-Trans-Id': id, 'X-Openstack-Request-Id': id }
}
