import { ProbeError } from '../../src/fact.ts'
import type { Performer } from './performer.ts'
import { idsOf, thing, type Kind } from './resources.ts'

/** What a manager has made in the own domain; undefined where that did not work. */
export interface Own {
  readonly user: Named | undefined
  readonly project: Named | undefined
  readonly group: Named | undefined
  /** Id of a role that the manager may assign. */
  readonly role: string | undefined
}

interface Named {
  readonly id: string
  readonly name: string
}

/** Makes one of each in the own domain. */
export async function makeOwn({ may, hold, manager, suffix }: Performer, newPassword: () => string): Promise<Own> {
  const { domain, memberRole, openstack } = manager
  const one = async (kind: 'user' | 'project' | 'group', fields: object = {}): Promise<Named | undefined> => {
    const leased = thing(kind, `${kind}-${suffix}`, manager, [manager], { domain_id: domain.id, ...fields })
    let name = ''
    const create = (given: string) => leased.create((name = given))
    const id = await may(`${kind}s`, `create a ${kind} in the own domain`, [], () => hold({ ...leased, create }))
    return id === undefined ? undefined : { id, name }
  }
  return {
    user: await one('user', { password: newPassword() }),
    project: await one('project'),
    group: await one('group'),
    role: await may('role assignments', `find the role ${memberRole} by its name`, [], async () => {
      const [id] = await idsOf(openstack, 'role', { name: memberRole })
      if (id !== undefined) return id
      // A list without it may well be true: whether the provider has such a role is not for us to say.
      throw new ProbeError('dependency', `there is no role ${memberRole}; name one that the provider has set free`)
    }),
  }
}

const changed = { description: 'changed by its domain manager' }

/** Sees, changes and connects what is in the own domain. */
export async function manageOwn({ may, call, manager, seeInList }: Performer, own: Own): Promise<void> {
  const { domain } = manager
  const { user, project, group, role } = own
  for (const [kind, one] of [
    ['user', user],
    ['project', project],
    ['group', group],
  ] as const) {
    const topic = `${kind}s` as const
    await may(topic, `show a ${kind} of the own domain`, [one?.id], (id) => call('GET', `/${topic}/${id}`))
    await may(topic, `list the ${kind}s of the own domain`, [one?.id], (id) =>
      seeInList(kind, { name: one?.name ?? '', domain_id: domain.id }, id),
    )
    await may(topic, `change a ${kind} of the own domain`, [one?.id], (id) =>
      call('PATCH', `/${topic}/${id}`, { [kind]: changed }),
    )
  }
  await may('groups', 'add a user to a group of the own domain', [group?.id, user?.id], (g, u) =>
    call('PUT', `/groups/${g}/users/${u}`),
  )
  await may('groups', 'see whether a user is in a group of the own domain', [group?.id, user?.id], (g, u) =>
    call('HEAD', `/groups/${g}/users/${u}`),
  )
  for (const { what, ids, path } of grants(domain.id, own)) {
    await may('role assignments', `assign the role to ${what}`, [role, ...ids], (r, ...to) =>
      call('PUT', `${path(...to)}/roles/${r}`),
    )
    await may('role assignments', `see that the role is assigned to ${what}`, [role, ...ids], (r, ...to) =>
      call('HEAD', `${path(...to)}/roles/${r}`),
    )
  }
}

/**
 * Takes everything apart again and deletes it. What the other manager has taken away or deleted, though that is forbidden,
 * must not count against this one: it is put back before, or left out.
 */
export async function tidyOwn({ may, call, manager }: Performer, made: Own): Promise<void> {
  const stillThere = async (kind: 'user' | 'project' | 'group') => {
    const one = made[kind]
    if (!one) return undefined
    const query = { name: one.name, domain_id: manager.domain.id }
    const ids = await idsOf(manager.openstack, kind, query).catch(() => [one.id])
    return ids.includes(one.id) ? one : undefined
  }
  const own: Own = {
    user: await stillThere('user'),
    project: await stillThere('project'),
    group: await stillThere('group'),
    role: made.role,
  }
  const { user, project, group, role } = own
  const putAndDelete = async (path: string) => {
    await call('PUT', path)
    await call('DELETE', path)
  }
  for (const { what, ids, path } of grants(manager.domain.id, own)) {
    await may('role assignments', `take the role away from ${what}`, [role, ...ids], (r, ...from) =>
      putAndDelete(`${path(...from)}/roles/${r}`),
    )
  }
  await may('groups', 'remove a user from a group of the own domain', [group?.id, user?.id], (g, u) =>
    putAndDelete(`/groups/${g}/users/${u}`),
  )
  const all: readonly (readonly [Kind & ('user' | 'project' | 'group'), Named | undefined])[] = [
    ['group', group],
    ['project', project],
    ['user', user],
  ]
  for (const [kind, one] of all) {
    await may(`${kind}s`, `delete a ${kind} of the own domain`, [one?.id], (id) => call('DELETE', `/${kind}s/${id}`))
  }
}

interface Grant {
  readonly what: string
  readonly ids: readonly (string | undefined)[]
  readonly path: (...ids: readonly string[]) => string
}

/** The four ways in which a role can be assigned within a domain. */
export function grants(domainId: string, { user, project, group }: Own): readonly Grant[] {
  return [
    { what: 'a user on a project', ids: [project?.id, user?.id], path: (p, u) => `/projects/${p}/users/${u}` },
    { what: 'a group on a project', ids: [project?.id, group?.id], path: (p, g) => `/projects/${p}/groups/${g}` },
    { what: 'a user on the domain', ids: [user?.id], path: (u) => `/domains/${domainId}/users/${u}` },
    { what: 'a group on the domain', ids: [group?.id], path: (g) => `/domains/${domainId}/groups/${g}` },
  ]
}
