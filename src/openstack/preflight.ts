import { ProbeError } from '../fact.ts'
import type { Preflight } from '../report.ts'
import type { Session } from './auth.ts'
import type { OpenStack } from './client.ts'
import type { CloudConfig } from './config.ts'
import { openSession, type ConnectOptions } from './connect.ts'
import { candidates } from './service-types.ts'

export interface CloudPreflight {
  /** Absent where testing makes no sense. */
  readonly openstack?: OpenStack
  /** In the order of the looks; what could not be looked at any more is `unknown`. */
  readonly items: readonly Preflight[]
  /** Why there is no `openstack`: the cause for everything that needs it. */
  readonly failure?: ProbeError
  /** The same for who only looks at the servers behind a cluster: role reader is enough for that, admin is refused too. */
  readonly host: OpenStack | ProbeError
}

/** Beyond this, dates in certificates, tokens and images are judged wrongly. */
const mostSkewSeconds = 60

/**
 * Looks at the cloud before the testcases: one token request, no further call. Rejects only with what is not about the
 * cloud (UsageError, bugs).
 */
export async function preflight(config: CloudConfig, options: ConnectOptions = {}): Promise<CloudPreflight> {
  try {
    const { openstack, session } = await openSession(config, options)
    const mighty = mightProblem(config, session)
    const roles = mighty ?? rolesProblem(config, session)
    const items: Preflight[] = [
      { id: 'reachability', outcome: 'ok', message: `${new URL(config.auth.authUrl).host} answers` },
      {
        id: 'authentication',
        outcome: 'ok',
        message: `${session.user.name}${session.project ? ` in project ${session.project.name}` : ', without a project'}`,
      },
      roles
        ? { id: 'roles', outcome: 'failed', message: roles.message }
        : { id: 'roles', outcome: 'ok', message: session.roles.join(', ') },
      catalogItem(session),
      clockItem(session),
    ]
    const host = mighty ?? openstack
    return roles ? { items, failure: roles, host } : { openstack, items, host }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    const reached = !['unreachable', 'timeout', 'interrupted'].includes(error.kind)
    const host = new URL(config.auth.authUrl).host
    const later = ['roles', 'catalog', 'clock-skew'] as const
    return {
      failure: error,
      host: error,
      items: [
        reached
          ? { id: 'reachability', outcome: 'ok', message: `${host} answers` }
          : { id: 'reachability', outcome: 'failed', message: error.message },
        reached
          ? { id: 'authentication', outcome: 'failed', message: error.message }
          : { id: 'authentication', outcome: 'unknown', message: 'Keystone was not reached' },
        ...later.map((id) => ({ id, outcome: 'unknown', message: 'needs a token' }) as const),
      ],
    }
  }
}

const instead = 'use a user with role member'

/** scs-0004: conformance is tested with the rights of an ordinary user, so that what passes is what users get. */
function mightProblem(config: CloudConfig, { user, roles }: Session): ProbeError | undefined {
  const mighty = roles.filter((role) => role === 'admin' || role === 'manager')
  if (mighty.length === 0) return undefined
  const has = mighty.join(' and ')
  return new ProbeError(
    'forbidden',
    `user ${user.name} of cloud ${config.name} has role ${has}; conformance is tested without admin rights (scs-0004): ${instead}`,
  )
}

function rolesProblem(config: CloudConfig, { user, project, roles }: Session): ProbeError | undefined {
  if (roles.includes('member')) return undefined
  const has = roles.length === 0 ? 'has no role' : `has only ${roles.join(', ')}`
  const where = project ? `in project ${project.name}` : 'because the token is for no project'
  return new ProbeError(
    'forbidden',
    `user ${user.name} of cloud ${config.name} ${has} ${where}; conformance is tested with the rights of an ordinary user (scs-0004): ${instead}`,
  )
}

/** What nearly every testcase talks to. */
const expected = ['compute', 'image', 'network', 'block-storage']

function catalogItem({ catalog }: Session): Preflight {
  const id = 'catalog'
  const missing = expected.filter(
    (service) => !candidates(service).some((type) => catalog.some((one) => one.type === type)),
  )
  if (catalog.length === 0)
    return { id, outcome: 'failed', message: 'the catalog is empty; is the token for a project?' }
  if (missing.length > 0)
    return { id, outcome: 'warning', message: `${catalog.length} services, without ${missing.join(', ')}` }
  return { id, outcome: 'ok', message: `${catalog.length} services` }
}

function clockItem({ clockSkewSeconds }: Session): Preflight {
  const id = 'clock-skew'
  if (clockSkewSeconds === null) return { id, outcome: 'unknown', message: 'Keystone tells no time' }
  const seconds = Math.abs(clockSkewSeconds)
  if (seconds <= mostSkewSeconds) return { id, outcome: 'ok', message: `${seconds} s` }
  const message = `this machine's clock is ${seconds} s ${clockSkewSeconds > 0 ? 'behind' : 'ahead of'} the cloud's; set it right (NTP)`
  return { id, outcome: 'warning', message }
}
