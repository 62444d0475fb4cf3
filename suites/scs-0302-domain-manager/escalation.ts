import { grants, type Own } from './own-domain.ts'
import type { Performer } from './performer.ts'
import { thing } from './resources.ts'

/**
 * Tries to get more rights, for one's own users or as such. Nothing is tried that would harm the cloud if it worked: the
 * existing role is given the name that it has, admin goes to a user made a moment ago, and is taken back at once. Where the
 * id of admin is not known, those acts are not tried.
 */
export async function tryEscalating(
  { mayNot, call, hold, manager, suffix }: Performer,
  own: Own,
  admin: string | undefined,
): Promise<void> {
  const topic = 'roles and domains'
  await mayNot(topic, 'create a role', [], () => hold(thing('role', `role-${suffix}`, manager, [manager])))
  await mayNot(topic, 'change a role', [own.role], (role) =>
    call('PATCH', `/roles/${role}`, { role: { name: manager.memberRole } }),
  )
  await mayNot(topic, 'create a domain', [], () => hold(thing('domain', `domain-${suffix}`, manager, [manager])))
  for (const { what, ids, path } of grants(manager.domain.id, own)) {
    const of = (role: string, to: readonly string[]) => `${path(...to)}/roles/${role}`
    await mayNot(
      topic,
      `assign the role admin to ${what}`,
      [admin, ...ids],
      (role, ...to) => call('PUT', of(role, to)),
      (role, ...to) => call('DELETE', of(role, to)),
    )
  }
}
