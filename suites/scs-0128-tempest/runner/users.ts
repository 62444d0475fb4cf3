import { loading, ProbeError } from '../../../src/fact.ts'
import type { OpenStack } from '../../../src/openstack/client.ts'
import type { SignedIn } from './accounts-yaml.ts'
import type { TempestAccount, TempestWish } from './wish.ts'

/** Those by whom Tempest signs in. */
export interface Users {
  readonly all: readonly (SignedIn & { readonly cloud: string })[]
  /** They were named for this, and none is the user of the run: a password that is changed is nobody's but theirs. */
  readonly mayChangePasswords: boolean
}

/**
 * Signs in all who were named, else uses the user of the run.
 * @throws ProbeError where one cannot sign in, is an administrator, knows no password, or is there twice
 */
export async function signInAll(wish: TempestWish, own: OpenStack): Promise<Users> {
  const { accounts } = wish
  const all =
    accounts.length === 0
      ? [{ cloud: wish.own.cloud, password: wish.own.password(), openstack: own }]
      : await Promise.all(
          accounts.map(async (one) => ({
            cloud: one.cloud,
            password: one.password(),
            openstack: await one.signIn(),
          })),
        )
  const users = new Map<string, string>()
  for (const { cloud, openstack } of all) {
    const { userId } = openstack.identity
    const other = users.get(userId)
    if (other !== undefined) {
      const message = `--tempest-accounts: ${other} and ${cloud} are the same user; Tempest takes each for one worker alone`
      throw new ProbeError('dependency', message)
    }
    users.set(userId, cloud)
  }
  return {
    all,
    mayChangePasswords: accounts.length > 0 && !users.has(own.identity.userId),
  }
}

/** What to tell of those who cannot sign in any more, because a test changed their password and not back. */
export async function whoIsLockedOut(accounts: readonly TempestAccount[], users: Users): Promise<readonly string[]> {
  if (!users.mayChangePasswords) return []
  const looks = accounts.map(async (account) => {
    try {
      await loading.exit(() => account.signIn()) // also in a run that is being ended
      return []
    } catch (error) {
      if (!(error instanceof ProbeError && error.kind === 'auth')) return []
      return [
        `the user of cloud ${account.cloud} cannot sign in any more: a test has changed the password and not changed it back; have it set anew`,
      ]
    }
  })
  return (await Promise.all(looks)).flat()
}
