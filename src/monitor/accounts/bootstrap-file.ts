import { checkAgainst } from '../../schema-check.ts'
import { readYaml } from '../../yaml-document.ts'
import type { Role } from '../database/tables.ts'
import { bootstrapSchema } from './bootstrap-schema.ts'
import { isArgon2 } from './password-hash.ts'

/** An account as the bootstrap file has it; its name is that of a subject. */
export interface BootstrapAccount {
  readonly subject: string
  readonly group: string | null
  readonly roles: readonly Role[]
  /** argon2, in PHC form */
  readonly apiKeys: readonly string[]
  readonly keys: readonly { readonly name: string; readonly type: string; readonly key: string }[]
  /** Accounts that may submit for this one. */
  readonly delegates: readonly string[]
}

export interface Bootstrap {
  readonly accounts: readonly BootstrapAccount[]
  /** What in the file does nothing here. */
  readonly notes: readonly string[]
}

interface Written {
  readonly accounts: readonly {
    readonly subject: string
    readonly group?: string
    readonly roles?: readonly Role[]
    readonly api_keys?: readonly string[]
    readonly keys?: readonly {
      readonly public_key: string
      readonly public_key_type: string
      readonly public_key_name: string
    }[]
    readonly delegates?: readonly string[]
  }[]
}

/**
 * Reads a bootstrap file of the official monitor. Hashes other than argon2 are left out, with a note: bcrypt, which the official
 * one still takes, cuts passwords off.
 *
 * @throws UsageError that names file, line and key
 */
export async function readBootstrap(file: string): Promise<Bootstrap> {
  const document = await readYaml(file, { secret: true })
  await checkAgainst(bootstrapSchema, document, { secret: true })
  const { accounts } = document.data as Written // valid by the schema
  const names = new Set<string>()
  const notes: string[] = []
  for (const [index, { subject, keys = [], delegates = [], api_keys: hashes = [] }] of accounts.entries()) {
    const at = ['accounts', index]
    if (names.has(subject)) throw document.error([...at, 'subject'], `there is another account ${subject}`)
    names.add(subject)
    if (new Set(keys.map((key) => key.public_key_name)).size < keys.length) {
      throw document.error([...at, 'keys'], 'two of them have one name')
    }
    for (const [number, delegate] of delegates.entries()) {
      if (accounts.some((one) => one.subject === delegate)) continue
      throw document.error([...at, 'delegates', number], `there is no account ${delegate}`)
    }
    const other = hashes.filter((hash) => !isArgon2(hash)).length
    if (other > 0) {
      notes.push(
        `${file}: ${other} of the api_keys of ${subject} are no argon2 hashes, so nobody can log in with them; make new ones with serve --hash`,
      )
    }
  }
  return {
    notes,
    accounts: accounts.map(({ subject, group, roles = [], api_keys: hashes = [], keys = [], delegates = [] }) => ({
      subject,
      group: group ?? null,
      roles: [...new Set(roles)],
      apiKeys: [...new Set(hashes.filter((hash) => isArgon2(hash)))],
      keys: keys.map((key) => ({ name: key.public_key_name, type: key.public_key_type, key: key.public_key })),
      delegates,
    })),
  }
}
