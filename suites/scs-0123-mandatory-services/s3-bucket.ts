import { ProbeError } from '../../src/fact.ts'
import { StatusError } from '../../src/openstack/client.ts'
import type { Leasable } from '../../src/openstack/lease.ts'
import type { S3, S3Reply } from './s3-client.ts'

/** What S3 says to a key that it does not know. */
const unknown = /^(InvalidAccessKeyId|SignatureDoesNotMatch)$/

/**
 * A bucket, with whatever is in it when it is deleted. It goes by S3, and is written down as the container of Swift that it
 * also is, so that `cleanup` can delete it without the key. `onRefusal` gets the answer where S3 said no.
 */
export function bucketIn(s3: S3, onRefusal: (reply: S3Reply) => void): Leasable<string> {
  return {
    kind: 'bucket',
    suffix: 'bucket',
    service: 'object-store',
    path: '',
    creations: 1,
    async create(name) {
      const create = () => s3.send('PUT', `/${name}`)
      const reply = await s3.until(create, ({ error }) => !unknown.test(error?.code ?? ''))
      // Ours already: it was made, and the answer lost.
      if (reply.isFine || reply.error?.code === 'BucketAlreadyOwnedByYou') return name
      if (reply.error === null) {
        throw new ProbeError('dependency', `${reply.said}; there is no S3 to try out, see scs-0123-swift-s3`)
      }
      if (unknown.test(reply.error.code)) {
        const message = `${reply.said}; S3 does not know the EC2 credentials of Keystone, and there is no other way here to get a key: connect it to Keystone (s3token in Swift, rgw_s3_auth_use_keystone in Ceph)`
        throw new StatusError('dependency', message, reply.status, reply.error.code)
      }
      if (reply.error.code === 'RequestTimeTooSkewed') {
        throw new ProbeError('dependency', `${reply.said}; the clock of this machine or that of the cloud is wrong`)
      }
      onRefusal(reply)
      throw new StatusError('dependency', reply.said, reply.status, reply.error.code)
    },
    idOf: (name) => name,
    find: async (name) => ((await isThere(s3, name)) ? [name] : []),
    async remove(name) {
      const keys = await s3.keys(name)
      if (!('status' in keys)) for (const key of keys) await s3.send('DELETE', `/${name}/${encodeURIComponent(key)}`)
      const reply = await s3.send('DELETE', `/${name}`)
      if (reply.isFine || reply.status === 404) return
      throw new ProbeError(reply.status === 403 ? 'forbidden' : 'dependency', reply.said)
    },
    isGone: async (name) => !(await isThere(s3, name)),
  }
}

async function isThere(s3: S3, name: string): Promise<boolean> {
  const reply = await s3.send('GET', `/${name}`)
  if (reply.isFine) return true
  if (reply.status === 404) return false
  throw new ProbeError('dependency', reply.said)
}
