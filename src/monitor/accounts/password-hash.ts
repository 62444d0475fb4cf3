import { argon2, randomBytes, timingSafeEqual, type Argon2Algorithm } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** An argon2 hash, read from its PHC string form. */
interface Argon2Hash {
  readonly algorithm: Argon2Algorithm
  readonly memoryKiB: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
  readonly tag: Buffer
}

const form =
  /^\$(argon2id|argon2i|argon2d)\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
/** What one password may cost: 1 GiB. */
const mostMemoryKiB = 2 ** 20

/** What new hashes are made with: those of RFC 9106 for little memory, as the official tools have them. */
const current = { memoryKiB: 65_536, passes: 3, parallelism: 4, saltBytes: 16, tagBytes: 32 }

/** Whether this is an argon2 hash that can be verified here: `$argon2id$v=19$m=65536,t=3,p=4$SALT$HASH`. */
export function isArgon2(hash: string): boolean {
  return parse(hash) !== undefined
}

/** Whether the hash is of this password; takes as long and as much memory as the hash says. */
export async function isOf(password: string, hash: string): Promise<boolean> {
  const known = parse(hash)
  if (!known) return false
  return timingSafeEqual(await tagOf(password, known, known.tag.length), known.tag)
}

/** A new argon2id hash, in PHC string form. */
export async function hashPassword(password: string, cost: Partial<typeof current> = {}): Promise<string> {
  const { memoryKiB, passes, parallelism, saltBytes, tagBytes } = { ...current, ...cost }
  const salt = randomBytes(saltBytes)
  const tag = await tagOf(password, { algorithm: 'argon2id', memoryKiB, passes, parallelism, salt }, tagBytes)
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

function tagOf(password: string, by: Omit<Argon2Hash, 'tag'>, tagLength: number): Promise<Buffer> {
  const { algorithm, memoryKiB: memory, passes, parallelism, salt: nonce } = by
  return derive(algorithm, { message: password, nonce, memory, passes, parallelism, tagLength })
}

function parse(hash: string): Argon2Hash | undefined {
  const [, algorithm, memory, passes, parallelism, salt = '', tag = ''] = form.exec(hash) ?? []
  if (algorithm !== 'argon2id' && algorithm !== 'argon2i' && algorithm !== 'argon2d') return undefined
  const known = {
    algorithm,
    memoryKiB: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  } as const
  const sound =
    known.passes >= 1 &&
    known.parallelism >= 1 &&
    known.memoryKiB >= 8 * known.parallelism &&
    known.memoryKiB <= mostMemoryKiB &&
    known.salt.length >= 8 &&
    known.tag.length >= 16
  return sound ? known : undefined
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
