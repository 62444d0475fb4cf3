import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Bucket } from './cloud.ts'
import type { Ec2Credential } from './ec2-credentials.ts'
import type { Call, Reply } from './router.ts'
import { noResource, transaction } from './swift.ts'

/** A request signed for S3, wherever it points. */
export function isSigned({ headers, query }: Pick<Call, 'headers' | 'query'>): boolean {
  return (
    /^AWS(4-HMAC-SHA256)? /.test(headers.authorization ?? '') ||
    query.has('X-Amz-Signature') ||
    query.has('AWSAccessKeyId')
  )
}

type Asked = Pick<Call, 'cloud' | 'headers' | 'method' | 'path' | 'query' | 'body'>

const messages = {
  AccessDenied: 'Access Denied.',
  AuthorizationHeaderMalformed: 'The authorization header is malformed; the region is wrong.',
  BucketAlreadyExists: 'The requested bucket name is not available.',
  BucketAlreadyOwnedByYou: 'Your previous request to create the named bucket succeeded and you already own it.',
  BucketNotEmpty: 'The bucket you tried to delete is not empty.',
  InvalidAccessKeyId: 'The AWS Access Key Id you provided does not exist in our records.',
  MethodNotAllowed: 'The specified method is not allowed against this resource.',
  NoSuchBucket: 'The specified bucket does not exist.',
  NoSuchKey: 'The specified key does not exist.',
  RequestTimeTooSkewed: 'The difference between the request time and the current time is too large.',
  SignatureDoesNotMatch:
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
} as const

const statuses: Readonly<Record<string, number>> = {
  AuthorizationHeaderMalformed: 400,
  BucketAlreadyExists: 409,
  BucketAlreadyOwnedByYou: 409,
  BucketNotEmpty: 409,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchKey: 404,
}

/** S3 at the root of the object store's host, with the keys that Keystone knows, and with buckets in the path. */
export function s3(call: Asked): Reply {
  const { cloud, headers } = call
  const { unknownKey, ec2Credentials, region } = cloud.description.objectStore
  if (unknownKey === 'absent') return noResource
  if (isSkewed(headers['x-amz-date']?.toString())) return refused(call, 'RequestTimeTooSkewed')
  const signed = signature(headers.authorization)
  const key =
    ec2Credentials === 'unknown'
      ? undefined
      : [...cloud.ec2Credentials.values()].find(({ access }) => access === signed?.access)
  if (!key || !signed) return refused(call, unknownKey)
  if (signed.region !== region) return refused(call, 'AuthorizationHeaderMalformed', `<Region>${region}</Region>`)
  if (signed.signature !== expected(call, key, signed)) return refused(call, 'SignatureDoesNotMatch')
  return act(call, key)
}

function act(call: Asked, { projectId }: Ec2Credential): Reply {
  const { cloud, method, body } = call
  const { create, list, read } = cloud.description.objectStore
  const [name = '', ...rest] = decodeURIComponent(call.path).slice(1).split('/')
  const object = rest.join('/')
  const own = [...cloud.buckets.values()].filter((one) => one.projectId === projectId)
  if (name === '')
    return xml(
      200,
      `<ListAllMyBucketsResult><Buckets>${own.map((one) => `<Bucket><Name>${one.name}</Name></Bucket>`).join('')}</Buckets></ListAllMyBucketsResult>`,
    )
  if (method === 'PUT' && object === '') {
    if (create === 'forbidden') return refused(call, 'AccessDenied')
    if (cloud.buckets.has(name)) {
      const isOwn = own.some((one) => one.name === name)
      return refused(call, isOwn ? 'BucketAlreadyOwnedByYou' : 'BucketAlreadyExists')
    }
    cloud.buckets.set(name, { name, projectId, objects: new Map() })
    return { status: 200, headers: { Location: `/${name}` } }
  }
  const bucket: Bucket | undefined = own.find((one) => one.name === name)
  if (!bucket) return refused(call, 'NoSuchBucket')
  const { objects } = bucket
  switch (`${method} ${object === '' ? 'bucket' : 'object'}`) {
    case 'GET bucket':
    case 'HEAD bucket': {
      const keys = list === 'hidden' ? [] : [...objects.keys()]
      const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')
      return xml(200, `<ListBucketResult><Name>${name}</Name>${contents}</ListBucketResult>`)
    }
    case 'DELETE bucket':
      if (objects.size > 0) return refused(call, 'BucketNotEmpty')
      cloud.buckets.delete(name)
      return { status: 204 }
    case 'PUT object':
      objects.set(object, body)
      return { status: 200, headers: { ETag: `"${createHash('md5').update(body).digest('hex')}"` } }
    case 'GET object': {
      const content = objects.get(object)
      if (content === undefined) return refused(call, 'NoSuchKey')
      return {
        status: 200,
        headers: { 'Content-Type': 'application/octet-stream' },
        body: read === 'changed' ? `${content}?` : content,
      }
    }
    case 'DELETE object':
      objects.delete(object)
      return { status: 204 }
    default:
      return refused(call, 'MethodNotAllowed')
  }
}

function xml(status: number, content: string): Reply {
  const ids = transaction(randomBytes(16).toString('hex'))
  const headers = {
    'Content-Type': 'application/xml',
    ...ids,
    'X-Amz-Id-2': ids['X-Trans-Id'],
    'X-Amz-Request-Id': ids['X-Trans-Id'],
  }
  return { status, headers, body: content === '' ? '' : `<?xml version='1.0' encoding='UTF-8'?>\n${content}` }
}

function refused({ method }: Asked, code: keyof typeof messages, more = ''): Reply {
  const id = transaction(randomBytes(16).toString('hex'))['X-Trans-Id']
  const error = `<Error><Code>${code}</Code><Message>${messages[code]}</Message>${more}<RequestId>${id}</RequestId></Error>`
  return xml(statuses[code] ?? 403, method === 'HEAD' ? '' : error)
}

interface Signature {
  readonly access: string
  readonly date: string
  readonly region: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

function signature(authorization = ''): Signature | undefined {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(
      authorization,
    )
  if (!parts) return undefined
  const [, access = '', date = '', region = '', names = '', signature = ''] = parts
  return { access, date, region, signedHeaders: names.split(';'), signature }
}

/** The signature that the request must have (AWS, "Signature Version 4 signing process"). */
function expected({ headers, method, path, query, body }: Asked, { secret }: Ec2Credential, signed: Signature): string {
  const { date, region, signedHeaders } = signed
  const digest = headers['x-amz-content-sha256']?.toString() ?? ''
  if (digest !== 'UNSIGNED-PAYLOAD' && digest !== sha256(body)) return 'another body'
  const search = [...query]
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .toSorted()
    .join('&')
  const lines = signedHeaders.map((name) => `${name}:${headers[name]?.toString().trim() ?? ''}\n`).join('')
  const canonical = [method, path, search, lines, signedHeaders.join(';'), digest].join('\n')
  const scope = `${date}/${region}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = [date, region, 's3', 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function isSkewed(date: string | undefined): boolean {
  const at = Date.parse(date?.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5') ?? '')
  return Math.abs(Date.now() - at) > 15 * 60_000
}
