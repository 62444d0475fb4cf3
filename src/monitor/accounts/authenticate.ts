import { createHmac, randomBytes } from 'node:crypto'
import { atMost } from '../at-most.ts'
import type { Database } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import type { Account } from './account.ts'
import { failures } from './failures.ts'
import { hashPassword, isOf } from './password-hash.ts'

/** Tells who sends a request; rejects with a Refusal (401, 429, 503) where nobody known does. */
export type Authenticate = (authorization: string | undefined, address: string) => Promise<Account>

/** How long a password that was right is known to be so: hashing it takes a tenth of a second and 64 MiB. */
const rememberedMs = 10 * 60_000
const mostRemembered = 10_000

/**
 * Basic authentication against the API keys in the database. A key that is no longer there is refused at once, whatever was
 * remembered. An account that is not there takes as long as a wrong password.
 */
export function authenticator(database: Database, now: () => number = Date.now): Authenticate {
  const hashing = atMost(2, 50)
  const failed = failures(now)
  const remembered = new Map<string, number>()
  const processKey = randomBytes(32)
  let nobodys: Promise<string> | undefined

  async function isRight(password: string, hash: string): Promise<boolean> {
    const seal = createHmac('sha256', processKey).update(`${hash}\0${password}`).digest('hex')
    if ((remembered.get(seal) ?? 0) > now()) return true
    if (!(await hashing(() => isOf(password, hash)))) return false
    const [oldest] = remembered.keys()
    if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest)
    remembered.set(seal, now() + rememberedMs)
    return true
  }

  return async (authorization, address) => {
    const credentials = parseBasic(authorization)
    if (!credentials) throw new Refusal(401, 'log in with the name of an account and its API key (Basic)')
    if (failed.tooMany(address)) throw new Refusal(429, 'too many failed logins; try again in a minute')
    const { name, password } = credentials
    const rows = await database
      .selectFrom('account')
      .leftJoin('api_key', 'api_key.account_id', 'account.id')
      .where('account.subject', '=', name)
      .select(['account.roles', 'api_key.hash'])
      .execute()
    nobodys ??= hashPassword(randomBytes(32).toString('hex'))
    const hashes = rows.flatMap(({ hash }) => hash ?? [])
    let right = false
    // every one of them, so that the time does not tell which
    for (const hash of hashes.length > 0 ? hashes : [await nobodys]) right = (await isRight(password, hash)) || right
    const [row] = rows
    if (right && row) return { name, roles: new Set(row.roles) }
    failed.count(address)
    throw new Refusal(401, 'incorrect name or API key')
  }
}

function parseBasic(
  authorization: string | undefined,
): { readonly name: string; readonly password: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  // PostgreSQL knows no U+0000 in texts.
  if (colon < 1 || text.includes('\0')) return undefined
  return { name: text.slice(0, colon), password: text.slice(colon + 1) }
}
