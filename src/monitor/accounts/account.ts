import type { Database } from '../database/database.ts'
import type { Role } from '../database/tables.ts'

/** Who has logged in. */
export interface Account {
  /** Also the name of its subject. */
  readonly name: string
  readonly roles: ReadonlySet<Role>
}

/** A public key of an account, as in authorized_keys. */
export interface PublicKey {
  readonly type: string
  readonly key: string
}

/** An account may see all of its own subject; others only with the role. */
export function mayRead(account: Account, subject: string): boolean {
  return account.name === subject || account.roles.has('read_any')
}

/**
 * Why this account may not submit for a subject; undefined where it may. As in the official monitor: always for its own, for
 * another only with role append_any, and where that subject has named it as a delegate.
 */
export function whyNotAppend(account: Account, subject: string, delegated: ReadonlySet<string>): string | undefined {
  if (account.name === subject) return undefined
  const whom = `${account.name} may not submit for ${subject}`
  if (!account.roles.has('append_any')) return `${whom}: it lacks the role append_any`
  return delegated.has(subject) ? undefined : `${whom}: that has not named it as a delegate`
}

/** Which of these subjects have named this account as a delegate. */
export async function delegatedTo(
  database: Database,
  name: string,
  subjects: readonly string[],
): Promise<ReadonlySet<string>> {
  // PostgreSQL knows no U+0000 in texts, so no account is called so.
  const possible = subjects.filter((subject) => !subject.includes('\0'))
  if (possible.length === 0) return new Set()
  const rows = await database
    .selectFrom('delegation')
    .innerJoin('account as one', 'one.id', 'delegation.account_id')
    .innerJoin('account as other', 'other.id', 'delegation.delegate_id')
    .where('other.subject', '=', name)
    .where('one.subject', 'in', possible)
    .select('one.subject')
    .execute()
  return new Set(rows.map(({ subject }) => subject))
}

/**
 * Whether this is an account that is here for its own subject, which may be shown before its first report. Of those who do something
 * for others nobody learns the name, with which passwords could be tried.
 */
export async function isSubject(database: Database, name: string): Promise<boolean> {
  const account = await database.selectFrom('account').where('subject', '=', name).select('roles').executeTakeFirst()
  return account?.roles.length === 0
}

/** The keys whose signatures count for this account. */
export function publicKeysOf(database: Database, name: string): Promise<readonly PublicKey[]> {
  return database
    .selectFrom('public_key')
    .innerJoin('account', 'account.id', 'public_key.account_id')
    .where('account.subject', '=', name)
    .select(['public_key.type', 'public_key.key'])
    .execute()
}
