import { randomBytes } from 'node:crypto'
import { fact, ProbeError, type Fact } from '../../src/fact.ts'
import type { OpenStack } from '../../src/openstack/client.ts'
import { catalog, openstack, redactor } from '../../src/openstack/facts.ts'
import { leases, ledger, runId, type Leftover, type Lessor } from '../../src/openstack/lease.ts'
import { bucketIn } from './s3-bucket.ts'
import { s3Client, type S3, type S3Reply, type S3Settings } from './s3-client.ts'
import { ec2Credential } from './s3-credential.ts'

export type S3Step = 'create the bucket' | 'put the object' | 'get the object' | 'list the bucket' | 'delete the object'

/** What came of making a bucket and an object with S3, as the user. */
export type S3Trial =
  | { readonly outcome: 'no object store' }
  | ({ readonly url: string; readonly leftover: Leftover | null } & (
      | { readonly outcome: 'stored' }
      /** S3 said no to this step, or did not do it: `message` is what came. */
      | { readonly outcome: 'failed'; readonly step: S3Step; readonly message: string }
    ))

/**
 * Makes an EC2 credential, and with requests signed by it a bucket and an object, which is read, listed and deleted.
 * ProbeError where there can be no such credential, or S3 does not know it.
 */
export const s3Trial = s3TrialWith(250)

/** The same, with another pause before the second look, in milliseconds. */
export function s3TrialWith(pauseMs: number): Fact<S3Trial> {
  return fact({
    name: 'a bucket and an object by S3',
    needs: { openstack, catalog, redactor, runId, ledger },
    cost: { reads: 4, writes: 6 },
    makes: { what: 'an EC2 credential, a bucket, an object', stays: 'seconds', cleanUpMs: 2 * 30_000 },
    async load({ catalog, redactor, ...lessor }, { signal }): Promise<S3Trial> {
      // Without Swift's API nothing could be deleted any more once the credential is gone.
      if (!catalog.some(({ type }) => type === 'object-store')) return { outcome: 'no object store' }
      const url = s3Url(lessor.openstack, catalog)
      const secret = randomBytes(32).toString('hex')
      redactor.learn(secret)
      return tryOut(lessor, { url, secret, signal, pauseMs })
    },
  })
}

/** A service of its own, where the catalog lists one; else the root of the object store's host. Without a slash at the end. */
function s3Url(openstack: OpenStack, catalog: readonly { readonly type: string }[]): string {
  const type = ['object-store-s3', 's3'].find((name) => catalog.some((one) => one.type === name))
  if (type !== undefined) return openstack.endpoint(type).replace(/\/+$/, '')
  return new URL(openstack.endpoint('object-store')).origin
}

async function tryOut(lessor: Lessor, settings: Omit<S3Settings, 'access'>): Promise<S3Trial> {
  const { openstack } = lessor
  const { value, leftover } = await leases(lessor, async (hold) => {
    const { access } = await hold(ec2Credential(openstack, settings.secret))
    const s3 = s3Client(openstack, { ...settings, access })
    const refused: S3Reply[] = []
    const bucket = await hold(bucketIn(s3, (reply) => refused.push(reply))).catch((error: unknown) => {
      if (refused.length === 0) throw error
      return null
    })
    if (bucket === null) return failed('create the bucket', refused[0])
    return storeIn(s3, bucket)
  })
  return { url: `${settings.url}/`, leftover, ...value }
}

type Outcome = { readonly outcome: 'stored' } | ReturnType<typeof failed>

function failed(step: S3Step, reply: S3Reply | undefined, message = reply?.said ?? '') {
  return { outcome: 'failed', step, message } as const
}

/** ASCII and not, so that whatever changes bytes on the way shows. */
const content = 'Frühstück für SCS: ☕ & <tee>\r\n'

async function storeIn(s3: S3, bucket: string): Promise<Outcome> {
  const object = `/${bucket}/breakfast.txt`
  const put = await s3.send('PUT', object, content)
  if (!put.isFine) return refused('put the object', put)
  const got = await s3.send('GET', object)
  if (!got.isFine) return refused('get the object', got)
  if (got.text !== content) return failed('get the object', got, 'other bytes came back than were stored')
  const listed = await s3.until(
    () => s3.keys(bucket),
    (keys) => 'status' in keys || keys.includes('breakfast.txt'),
  )
  if ('status' in listed) return refused('list the bucket', listed)
  if (!listed.includes('breakfast.txt')) return failed('list the bucket', undefined, 'the object is not in the list')
  const gone = await s3.send('DELETE', object)
  return gone.isFine ? { outcome: 'stored' } : refused('delete the object', gone)
}

/** ProbeError dependency where it was refused, but not in the words of S3: then something in front of it may have. */
function refused(step: S3Step, reply: S3Reply): Outcome {
  if (reply.isFine || reply.error) return failed(step, reply)
  throw new ProbeError('dependency', `${reply.said}, so it is not seen that S3 refused to ${step}`)
}
