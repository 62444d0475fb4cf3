import { ProbeError } from '../../src/fact.ts'
import type { OpenStack } from '../../src/openstack/client.ts'
import { leases, type Ledger } from '../../src/openstack/lease.ts'
import { actLog, type Act } from './acts.ts'
import { idsOf } from './resources.ts'
import { makeOwn, manageOwn, tidyOwn, type Own } from './own-domain.ts'
import { tryEscalating } from './escalation.ts'
import { tryOther } from './other-domain.ts'
import { performer, type Hold } from './performer.ts'

/** A domain manager, signed in. */
export interface Manager {
  /** Name in clouds.yaml. */
  readonly cloud: string
  readonly memberRole: string
  readonly openstack: OpenStack
  readonly domain: { readonly id: string; readonly name: string }
}

/**
 * Has two domain managers do what they may and try what they may not. All that comes of it is deleted: users, projects and
 * groups by the manager who made them or the one whose domain they are in; assignments and memberships go with them.
 */
export async function tryOut(
  lessor: { readonly runId: string; readonly ledger: Ledger },
  managers: readonly [Manager, Manager],
  newPassword: () => string,
): Promise<{ readonly acts: readonly Act[]; readonly leftovers: readonly string[] }> {
  const { value, leftover } = await leases({ ...lessor, openstack: managers[0].openstack }, (hold) =>
    inBothDomains(hold, managers, newPassword),
  )
  return { acts: value, leftovers: leftover ? [leftover.message] : [] }
}

async function inBothDomains(hold: Hold, managers: readonly [Manager, Manager], newPassword: () => string) {
  const make = async (manager: Manager, index: number) => {
    const log = actLog(manager.domain.name)
    const performs = performer(log, manager, hold, `${index + 1}`)
    return { manager, log, performs, own: await makeOwn(performs, newPassword) }
  }
  const one = await make(managers[0], 0)
  const other = await make(managers[1], 1)
  for (const { performs, own } of [one, other]) await manageOwn(performs, own)
  for (const [side, opposite] of [
    [one, other],
    [other, one],
  ] as const) {
    await tryOther(side.performs, side.own, { ...opposite.own, manager: opposite.manager }, newPassword)
    await tryEscalating(side.performs, side.own, await adminRole(side.manager))
  }
  for (const { performs, own } of [one, other]) await tidyOwn(performs, own)
  return [...one.log.acts, ...other.log.acts]
}

/** Its id is no secret, so that of a role which could not be seen nothing is proved. */
async function adminRole({ openstack }: Manager): Promise<string | undefined> {
  try {
    return (await idsOf(openstack, 'role', { name: 'admin' }))[0]
  } catch (error) {
    if (error instanceof ProbeError && error.kind !== 'interrupted') return undefined
    throw error
  }
}

/** What is in the other domain. */
export type Opposite = Own & { readonly manager: Manager }
