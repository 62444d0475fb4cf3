import { createHash } from 'node:crypto'
import { isRecord, jsonBody, record, Refusal, route, text, type Call, type Reply, type Route } from './router.ts'
import { forbidden } from './tokens.ts'

/** A key of a user for S3 and the like. */
export interface Ec2Credential {
  /** SHA-256 of the access key, as Keystone has it. */
  readonly id: string
  readonly userId: string
  readonly projectId: string
  readonly access: string
  readonly secret: string
}

/** The credentials of Keystone, of type ec2 only. One that is not there is forbidden to all but administrators. */
export const credentialRoutes: readonly Route[] = [
  route('GET', '/v3/credentials', (call) => {
    mustBeDirect(call)
    const links = { next: null, self: `${call.base}${call.path}`, previous: null }
    return { status: 200, body: { credentials: own(call).map((one) => view(call, one)), links } }
  }),
  route('POST', '/v3/credentials', create),
  route('GET', '/v3/credentials/:id', (call) => ({
    status: 200,
    body: { credential: view(call, one(call, 'identity:get_credential')) },
  })),
  route('DELETE', '/v3/credentials/:id', (call) => {
    call.cloud.ec2Credentials.delete(one(call, 'identity:delete_credential').id)
    return { status: 204 }
  }),
]

function create(call: Call): Reply {
  mustBeDirect(call)
  if (call.cloud.description.identity.ec2Credentials === 'forbidden') throw forbidden('identity:create_credential')
  const asked = record(jsonBody(call), 'credential')
  if (asked['user_id'] !== call.token.user.id) throw forbidden('identity:create_credential')
  const blob = blobOf(text(asked['blob']))
  const access = text(blob['access'])
  const id = createHash('sha256').update(access).digest('hex')
  if (call.cloud.ec2Credentials.has(id))
    throw new Refusal(409, 'Conflict occurred attempting to store credential - Duplicate entry found.')
  const made = {
    id,
    userId: call.token.user.id,
    projectId: text(asked['project_id']),
    access,
    secret: text(blob['secret']),
  }
  call.cloud.ec2Credentials.set(id, made)
  return { status: 201, body: { credential: view(call, made) } }
}

function blobOf(json: string): Record<string, unknown> {
  try {
    const blob: unknown = JSON.parse(json)
    if (isRecord(blob) && typeof blob['access'] === 'string') return blob
  } catch {}
  throw new Refusal(400, 'Invalid blob in credential')
}

function mustBeDirect({ token }: Call): void {
  if (token.viaCredential) throw forbidden('Delegated tokens cannot access credentials directly')
}

function own({ cloud, token }: Call): readonly Ec2Credential[] {
  return [...cloud.ec2Credentials.values()].filter(({ userId }) => userId === token.user.id)
}

function one(call: Call, action: string): Ec2Credential {
  mustBeDirect(call)
  const found = own(call).find(({ id }) => id === call.params['id'])
  if (found) return found
  throw forbidden(action)
}

function view({ base }: Call, { id, userId, projectId, access, secret }: Ec2Credential): unknown {
  return {
    id,
    user_id: userId,
    project_id: projectId,
    type: 'ec2',
    blob: JSON.stringify({ access, secret }),
    links: { self: `${base}/v3/credentials/${id}` },
  }
}
