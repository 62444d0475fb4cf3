import { fact, given, ProbeError, type Fact } from '../../src/fact.ts'
import type { OpenStack } from '../../src/openstack/client.ts'
import { ledger, runId } from '../../src/openstack/lease.ts'
import type { Act } from './acts.ts'
import { tryOut, type Manager } from './try-out.ts'

/** One of the two domain managers that the user named. */
export interface NamedManager {
  /** Name in clouds.yaml. */
  readonly cloud: string
  /** Name or id of the domain that the token must be for; any if absent. */
  readonly domain?: string
  /** Name of a role that the manager may assign. */
  readonly memberRole: string
  /** Signs in when it is needed. */
  readonly connect: () => Promise<OpenStack>
}

export interface DomainManagers {
  readonly pair: readonly [NamedManager, NamedManager]
  /** A password for a user that is deleted soon; it appears in no output. */
  readonly newPassword: () => string
}

/** The two domain managers; no file named any where the fact below is handed in as null. */
export const domainManagers = given<DomainManagers>('the domain managers')

/** What the managers did and tried; null where no managers were named. */
export interface DomainTrial {
  /** Names of the domains, in the order of the file. */
  readonly domains: readonly string[]
  readonly acts: readonly Act[]
  /** What may be left behind, in sentences. */
  readonly leftovers: readonly string[]
}

/**
 * Lets each manager do in the own domain what the standard allows, and try in the other one, and with roles, what it
 * forbids. Makes two users, projects and groups in each domain, for some seconds.
 */
export const domainTrial: Fact<DomainTrial | null> = fact<
  DomainTrial | null,
  { domainManagers: typeof domainManagers; runId: typeof runId; ledger: typeof ledger }
>({
  name: 'what two domain managers may do',
  needs: { domainManagers, runId, ledger },
  cost: { reads: 90, writes: 130 },
  makes: {
    what: 'in each of the two test domains two users, two projects and two groups, and what a manager may not make where it is not refused; only with `--domain-managers`',
    stays: 'seconds',
    cleanUpMs: 12 * 30_000,
  },
  timeoutMs: 300_000,
  async load({ domainManagers: { pair, newPassword }, ...lessor }) {
    const [one, other] = await Promise.all([signIn(pair[0]), signIn(pair[1])])
    if (one.domain.id === other.domain.id) {
      const both = `the clouds ${one.cloud} and ${other.cloud}`
      throw new ProbeError(
        'dependency',
        `${both} are of the same domain ${one.domain.name}; name managers of two domains`,
      )
    }
    const { acts, leftovers } = await tryOut(lessor, [one, other], newPassword)
    return { domains: [one.domain.name, other.domain.name], acts, leftovers }
  },
})

/** ProbeError dependency where what this one may do would tell nothing about domain managers. */
async function signIn({ cloud, domain: wanted, memberRole, connect }: NamedManager): Promise<Manager> {
  const openstack = await connect()
  const { domain, roles } = openstack.identity
  const wrong = (why: string) => new ProbeError('dependency', `the cloud ${cloud} names no domain manager: ${why}`)
  if (!domain) throw wrong('its token is for no domain; give it domain_name, and no project, in clouds.yaml')
  if (wanted !== undefined && wanted !== domain.name && wanted !== domain.id) {
    throw wrong(`its token is for domain ${domain.name}, not ${wanted}`)
  }
  if (roles.includes('admin')) throw wrong('its user has role admin, which may do anything')
  if (!roles.includes('manager')) {
    throw wrong(`its user has no role manager in domain ${domain.name}, only ${roles.join(', ') || 'none'}`)
  }
  return { cloud, memberRole, openstack, domain }
}
