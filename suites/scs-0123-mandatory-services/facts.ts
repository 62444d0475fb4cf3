import { fact, ProbeError } from '../../src/fact.ts'
import { catalog, openstack } from '../../src/openstack/facts.ts'

/** How the host of the object store answered an S3 request with a key that does not exist. */
export type S3Answer =
  | { readonly objectStore: false }
  | {
      readonly objectStore: true
      readonly url: string
      readonly status: number
      /** Code and message of the S3 error; null where the answer is no S3 error. */
      readonly error: { readonly code: string; readonly message: string } | null
    }

/** Asks for the list of buckets with a made-up key, at the root of the object store's host. */
export const s3Answer = fact<S3Answer, { openstack: typeof openstack; catalog: typeof catalog }>({
  name: 'answer of the object store to S3',
  needs: { openstack, catalog },
  cost: { reads: 1 },
  async load({ openstack, catalog }) {
    if (!catalog.some(({ type }) => type === 'object-store')) return { objectStore: false }
    const url = `${new URL(openstack.endpoint('object-store')).origin}/`
    const { status, text } = await openstack.sendRaw({ url, method: 'GET', headers: await signedHeaders(url) })
    const unobserved = obstacleIn(status)
    if (unobserved)
      throw new ProbeError(unobserved.kind, `GET ${url} was answered with ${status}; ${unobserved.message}`)
    return { objectStore: true, url, status, error: await errorIn(text) }
  },
})

/** Answers that say nothing about S3: it was not let through, or what stands before it had a problem. */
function obstacleIn(status: number): { readonly kind: 'quota' | 'unreachable'; readonly message: string } | undefined {
  if (status === 429) return { kind: 'quota', message: 'the cloud limits how often it may be called: try again later' }
  if (status !== 408 && status < 500) return undefined
  return {
    kind: 'unreachable',
    message: 'the object store or what stands in front of it has a problem: try again later',
  }
}

/** SHA-256 of nothing, the body of a GET. */
const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

async function signedHeaders(url: string): Promise<Record<string, string>> {
  const { AwsV4Signer } = await import('aws4fetch')
  const signer = new AwsV4Signer({
    url,
    method: 'GET',
    headers: { 'x-amz-content-sha256': emptyDigest },
    accessKeyId: 'doesnotexist',
    secretAccessKey: 'doesnotexist',
    service: 's3',
    region: 'us-east-1',
  })
  const { headers } = await signer.sign()
  return Object.fromEntries(headers)
}

/**
 * S3 errors are a document `<Error><Code>…</Code><Message>…</Message></Error>`, at times within a root of another name; what
 * else came is not read on.
 */
async function errorIn(text: string): Promise<{ readonly code: string; readonly message: string } | null> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  if (XMLValidator.validate(text) !== true) return null
  const document: unknown = new XMLParser({ parseTagValue: false }).parse(text)
  const roots = typeof document === 'object' && document !== null ? Object.values(document) : []
  const error = [document, ...roots].map((place) => memberOf(place, 'Error')).find((found) => found !== undefined)
  if (error === undefined) return null
  return { code: textOf(memberOf(error, 'Code')), message: textOf(memberOf(error, 'Message')) }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
