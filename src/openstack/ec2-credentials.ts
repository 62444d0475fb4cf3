import { isRecord } from '../answer.ts'
import { listOf, record, text, wire } from '../wire.ts'
import type { OpenStack } from './client.ts'

/**
 * The EC2 credentials of this user, each by its access key, which serves as its name (Identity API v3, "List credentials").
 * ProbeError as the client gives it.
 */
export async function ec2CredentialsOf(
  openstack: OpenStack,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const query = { type: 'ec2', user_id: openstack.identity.userId }
  const call = { service: 'identity', path: '/credentials', query }
  const listed = await openstack.list(call, wireCredentials, (page) => page.credentials)
  return listed.map(({ id, blob }) => ({ id, name: accessIn(blob) }))
}

const wireCredentials = wire<{ readonly credentials: readonly { readonly id: string; readonly blob: string }[] }>(
  'credentials',
  record({ credentials: listOf(record({ id: text, blob: text })) }),
)

/** Blobs are free text to Keystone; what holds no access key is none of ours. */
function accessIn(blob: string): string {
  try {
    const parsed: unknown = JSON.parse(blob)
    return isRecord(parsed) && typeof parsed['access'] === 'string' ? parsed['access'] : ''
  } catch {
    return ''
  }
}
