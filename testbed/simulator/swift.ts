import { randomBytes } from 'node:crypto'
import { openRoute, Refusal, route, type Call, type Reply, type Service } from './router.ts'

export const swift: Service = {
  name: 'object-store',
  mount: '/object-store',
  routes: [
    openRoute('GET', '/info', () => ({ status: 200, body: { swift: { version: '2.30.1' }, s3api: {} } })),
    openRoute('GET', '/healthcheck', () => ({ status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'OK' })),
    openRoute('GET', '/v1', () => ({ status: 412, headers: htmlType, body: 'Bad URL' })),
    route('GET', '/v1/:account', (call) => {
      const isOwn =
        call.params['account'] === `AUTH_${call.token.scope.project?.id}` && call.token.roles.includes('member')
      if (!isOwn) throw new Refusal(403, 'Access was denied to this resource.')
      const none = { 'X-Account-Container-Count': '0', 'X-Account-Object-Count': '0', 'X-Account-Bytes-Used': '0' }
      return { status: 200, headers: { ...none, 'Content-Type': 'application/json; charset=utf-8' }, body: [] }
    }),
  ],
  headers: ({ requestId }) => transaction(requestId),
  refuse: ({ status, message }) => html(status, 'Forbidden', message),
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

/** A request signed for S3, wherever it points. */
export function isSigned({ headers, query }: Pick<Call, 'headers' | 'query'>): boolean {
  return (
    /^AWS(4-HMAC-SHA256)? /.test(headers.authorization ?? '') ||
    query.has('X-Amz-Signature') ||
    query.has('AWSAccessKeyId')
  )
}

const refusals = {
  InvalidAccessKeyId: 'The AWS Access Key Id you provided does not exist in our records.',
  NoSuchKey: 'The specified key does not exist.',
  RequestTimeTooSkewed: 'The difference between the request time and the current time is too large.',
  SignatureDoesNotMatch:
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
} as const

/** S3 at the root of the object store's host. No access key is known: the question is how an unknown one is refused. */
export function s3({ cloud, headers, method }: Pick<Call, 'cloud' | 'headers' | 'method'>): Reply {
  const { unknownKey } = cloud.description.objectStore
  if (unknownKey === 'absent') return noResource
  const code = isSkewed(headers['x-amz-date']?.toString()) ? 'RequestTimeTooSkewed' : unknownKey
  const ids = transaction(randomBytes(16).toString('hex'))
  const text = `<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>${code}</Code><Message>${refusals[code]}</Message><RequestId>${ids['X-Trans-Id']}</RequestId></Error>`
  return {
    status: code === 'NoSuchKey' ? 404 : 403,
    headers: {
      'Content-Type': 'application/xml',
      ...ids,
      'X-Amz-Id-2': ids['X-Trans-Id'],
      'X-Amz-Request-Id': ids['X-Trans-Id'],
    },
    body: method === 'HEAD' ? '' : text,
  }
}

function isSkewed(date: string | undefined): boolean {
  const at = Date.parse(date?.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5') ?? '')
  return Math.abs(Date.now() - at) > 15 * 60_000
}

const htmlType = { 'Content-Type': 'text/html; charset=UTF-8' } as const

function html(status: number, title: string, message: string): Reply {
  return { status, headers: htmlType, body: `<html><h1>${title}</h1><p>${message}</p></html>` }
}

/** Also what the bare root of Swift says. */
export const noResource: Reply = html(404, 'Not Found', 'The resource could not be found.')

function transaction(seed: string): { readonly 'X-Trans-Id': string; readonly 'X-Openstack-Request-Id': string } {
  const hexed = seed.replaceAll(/[^0-9a-f]/g, '').slice(0, 21)
  const id = `tx${hexed}-${Math.floor(Date.now() / 1000)
    .toString(16)
    .padStart(10, '0')}`
  return { 'X-Trans-Id': id, 'X-Openstack-Request-Id': id }
}
