import { listOf, record, text, wire } from '../../wire.ts'
import { StatusError, type OpenStack } from '../client.ts'
import type { Found, Sweepable } from './sweepable.ts'

const key = 'application_credentials'
const page = wire<Readonly<Record<string, readonly Found[]>>>(
  key,
  record({ [key]: listOf(record({ id: text, name: text })) }),
)

const at = ({ identity }: OpenStack) => `/users/${encodeURIComponent(identity.userId)}/${key}`

async function list(openstack: OpenStack): Promise<readonly Found[]> {
  try {
    return await openstack.list({ service: 'identity', path: at(openstack) }, page, (body) => body[key] ?? [])
  } catch (error) {
    if (error instanceof StatusError && (error.status === 403 || error.status === 404)) return []
    throw error
  }
}

/** They are the user's own and not the project's; who may not list them, as with one of them, has none here. */
export const applicationCredentials: Sweepable = {
  kind: 'application credential',
  service: 'identity',
  path: `/${key}`,
  at,
  list,
  among: list,
}
