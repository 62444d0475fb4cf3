import { grants, type Own } from './own-domain.ts'
import type { Performer } from './performer.ts'
import { thing } from './resources.ts'
import type { Opposite } from './try-out.ts'

const changed = { description: 'changed by a stranger' }

/** Tries to make, see, change and delete what is in the other domain, and to connect it with the own one. */
export async function tryOther(performs: Performer, own: Own, other: Opposite, newPassword: () => string) {
  const { mayNot, call, hold, manager, suffix, seeInList } = performs
  const { domain } = other.manager
  // Who manages a domain sees what is in it; Keystone hides it from lists of others, even of those who may make it.
  const keepers = [other.manager, manager] as const

  for (const kind of ['user', 'project', 'group'] as const) {
    const topic = `${kind}s` as const
    const one = other[kind]
    const query = { name: one?.name ?? '' }
    const fields = { domain_id: domain.id, ...(kind === 'user' ? { password: newPassword() } : {}) }
    await mayNot(topic, `create a ${kind} in the other domain`, [], () =>
      hold(thing(kind, `${kind}-foreign-${suffix}`, manager, keepers, fields)),
    )
    await mayNot(topic, `show a ${kind} of the other domain`, [one?.id], (id) => call('GET', `/${topic}/${id}`))
    await mayNot(topic, `list the ${kind}s of the other domain`, [one?.id], (id) =>
      seeInList(kind, { ...query, domain_id: domain.id }, id),
    )
    await mayNot(topic, `list the ${kind}s of all domains`, [one?.id], (id) => seeInList(kind, query, id))
    await mayNot(topic, `change a ${kind} of the other domain`, [one?.id], (id) =>
      call('PATCH', `/${topic}/${id}`, { [kind]: changed }),
    )
  }

  const memberships = [
    ['add an own user to a group of the other domain', other.group, own.user],
    ['add a user of the other domain to an own group', own.group, other.user],
  ] as const
  for (const [what, group, user] of memberships) {
    await mayNot('groups', what, [group?.id, user?.id], ...there(performs, (g, u) => `/groups/${g}/users/${u}`))
  }
  await mayNot('groups', 'see who is in a group of the other domain', [other.group?.id, other.user?.id], (g, u) =>
    call('HEAD', `/groups/${g}/users/${u}`),
  )
  await mayNot('groups', 'remove a user from a group of the other domain', [other.group?.id, other.user?.id], (g, u) =>
    call('DELETE', `/groups/${g}/users/${u}`),
  )

  const assignment = (r: string, p: string, u: string) => `/projects/${p}/users/${u}/roles/${r}`
  // Not taken back: its own manager has assigned it already, and takes it away later.
  const foreign = [own.role, other.project?.id, other.user?.id]
  await mayNot('role assignments', 'assign the role to a user on a project of the other domain', foreign, (r, p, u) =>
    call('PUT', assignment(r, p, u)),
  )
  for (const [whose, ids] of [
    ['an own user on a project of the other domain', [other.project?.id, own.user?.id]],
    ['a user of the other domain on an own project', [own.project?.id, other.user?.id]],
  ] as const) {
    await mayNot('role assignments', `assign the role to ${whose}`, [own.role, ...ids], ...there(performs, assignment))
  }
  await mayNot(
    'role assignments',
    'assign the role to an own user on the other domain',
    [own.role, own.user?.id],
    ...there(performs, (r, u) => `/domains/${domain.id}/users/${u}/roles/${r}`),
  )
  for (const { what, ids, path } of grants(domain.id, other)) {
    await mayNot(
      'role assignments',
      `take the role away from ${what} in the other domain`,
      [own.role, ...ids],
      (r, ...from) => call('DELETE', `${path(...from)}/roles/${r}`),
    )
  }

  for (const kind of ['group', 'project', 'user'] as const) {
    await mayNot(`${kind}s`, `delete a ${kind} of the other domain`, [other[kind]?.id], (id) =>
      call('DELETE', `/${kind}s/${id}`),
    )
  }
}

/** Makes a connection, and takes it away. */
function there({ call }: Performer, path: (...ids: readonly string[]) => string) {
  const put = (...ids: readonly string[]) => call('PUT', path(...ids))
  const remove = (...ids: readonly string[]) => call('DELETE', path(...ids))
  return [put, remove] as const
}
