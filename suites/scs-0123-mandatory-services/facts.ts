import { fact } from '../../src/fact.ts'
import { catalog, openstack } from '../../src/openstack/facts.ts'
import { mustBeFromS3 } from './s3-obstacle.ts'
import { signedHeaders } from './s3-signed.ts'
import { errorIn } from './s3-xml.ts'

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
    const bogus = { access: 'doesnotexist', secret: 'doesnotexist', region: 'us-east-1' }
    const headers = await signedHeaders({ url, method: 'GET' }, bogus)
    const { status, text } = await openstack.sendRaw({ url, method: 'GET', headers })
    mustBeFromS3(`GET ${url}`, status)
    const error = await errorIn(text)
    return { objectStore: true, url, status, error: error && { code: error.code, message: error.message } }
  },
})
