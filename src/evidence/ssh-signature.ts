import { spawn } from 'node:child_process'
import { statSync, type Stats } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileReason } from '../file-reason.ts'
import { othersMayRead } from '../others-may-read.ts'
import { UsageError } from '../usage-error.ts'
import { isPlainlySignedBy } from './plain-signature.ts'

/** What a signature says of bytes. */
export type Signed =
  /** By a key that the file of allowed signers has for this principal. */
  | { readonly valid: true; readonly principal: string; readonly key: string }
  /** The bytes are those that were signed, but nobody said whose key that is. */
  | { readonly valid: true; readonly principal: null; readonly key: string }
  | { readonly valid: false; readonly why: string }

/**
 * Signs bytes as `ssh-keygen -Y sign` does (OpenSSH PROTOCOL.sshsig), with OpenSSH itself: it knows every kind of key, asks for
 * passphrases, and uses ssh-agent where `keyFile` is a public key whose private one the agent holds.
 *
 * @param timeout ms after which it is given up; none where somebody may have to enter a passphrase
 * @returns the armored signature, with its line end
 * @throws UsageError where the key cannot be used
 */
export async function sign(bytes: Uint8Array, keyFile: string, namespace: string, timeout?: number): Promise<string> {
  checkPermissions(keyFile)
  const { code, stdout, stderr } = await sshKeygen(['-Y', 'sign', '-f', keyFile, '-n', namespace], bytes, timeout)
  if (code === 0 && stdout.startsWith('-----BEGIN SSH SIGNATURE-----')) return stdout
  throw new UsageError(
    `${keyFile}: no signature with this key (${lastLine(stderr) || `ssh-keygen ended with ${code}`})`,
  )
}

/**
 * Verifies a signature. With a file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS) it also tells whose it is.
 *
 * @throws UsageError where that file cannot be used, or OpenSSH is not there
 */
export async function verify(
  bytes: Uint8Array,
  signature: string,
  namespace: string,
  allowedSigners?: string,
): Promise<Signed> {
  if (allowedSigners !== undefined) readable(allowedSigners)
  return inOwnFolder(async (folder) => {
    const file = join(folder, 'signature')
    await writeFile(file, signature, { mode: 0o600 })
    const bare = await sshKeygen(['-Y', 'check-novalidate', '-n', namespace, '-s', file], bytes)
    if (bare.code !== 0) return { valid: false, why: reasonIn(bare.stderr, namespace) }
    const key = /\bSHA256:\S+/.exec(bare.stdout)?.[0] ?? 'an unknown key'
    if (allowedSigners === undefined) return { valid: true, principal: null, key }
    const found = await sshKeygen(['-Y', 'find-principals', '-s', file, '-f', allowedSigners], bytes)
    const principal = found.stdout.split('\n')[0]?.trim() ?? ''
    if (found.code !== 0 || principal === '') {
      return { valid: false, why: `it was made with ${key}, which ${allowedSigners} has for nobody` }
    }
    const args = ['-Y', 'verify', '-f', allowedSigners, '-I', principal, '-n', namespace, '-s', file]
    const { code, stderr } = await sshKeygen(args, bytes)
    return code === 0 ? { valid: true, principal, key } : { valid: false, why: reasonIn(stderr, namespace) }
  })
}

const verifyMs = 10_000

/**
 * Whether a signature of these bytes was made with one of these keys (`ssh-ed25519 AAAA…`): undefined where it was, else why it
 * does not count. For servers: what is signed as usual takes no process; for the rest it starts one, and ends it when it takes too
 * long.
 *
 * @throws UsageError where OpenSSH is not there
 */
export async function whyNotSignedBy(
  keys: readonly string[],
  bytes: Uint8Array,
  signature: string,
  namespace: string,
): Promise<string | undefined> {
  if (keys.length === 0) return 'no key is known that it could have been made with'
  if (isPlainlySignedBy(keys, bytes, signature, namespace)) return undefined
  return inOwnFolder(async (folder) => {
    const [file, signers] = [join(folder, 'signature'), join(folder, 'signers')]
    await writeFile(file, signature, { mode: 0o600 })
    await writeFile(signers, keys.map((key) => `signer ${key}\n`).join(''), { mode: 0o600 })
    const args = ['-Y', 'verify', '-f', signers, '-I', 'signer', '-n', namespace, '-s', file]
    const { code, stderr } = await sshKeygen(args, bytes, verifyMs)
    return code === 0 ? undefined : reasonIn(stderr, namespace)
  })
}

/** The armored signature at the start of a text; undefined where there is none. */
export function signatureIn(text: string): string | undefined {
  return /^-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]+\n-----END SSH SIGNATURE-----/.exec(text)?.[0]
}

/** A private key that others may read is no longer one. */
function checkPermissions(keyFile: string): void {
  if (othersMayRead(readable(keyFile)) && !keyFile.endsWith('.pub')) {
    throw new UsageError(`${keyFile}: others may read this private key; chmod 600 it`)
  }
}

function readable(file: string): Stats {
  try {
    const stat = statSync(file)
    if (stat.isFile()) return stat
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${fileReason(error)})`, { cause: error })
  }
  throw new UsageError(`${file}: is not a file; name one`)
}

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** @param timeout ms after which it is ended; none where somebody may have to enter a passphrase */
function sshKeygen(args: readonly string[], input: Uint8Array, timeout?: number): Promise<Ended> {
  const child = spawn('ssh-keygen', args, { stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' }, timeout })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.on('error', () => {}) // it ended before it had read all: its exit code tells why
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', (cause) =>
      reject(
        new UsageError(`signatures need ssh-keygen of OpenSSH 8.2 or newer, which cannot be started here; install it`, {
          cause,
        }),
      ),
    )
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

async function inOwnFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'scs-conformance-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function reasonIn(stderr: string, namespace: string): string {
  if (/namespace/i.test(stderr)) return `it was made for another purpose than ${namespace}`
  if (/incorrect signature|Signature verification failed/i.test(stderr)) return 'what was signed was changed since'
  return lastLine(stderr) || 'ssh-keygen does not take it'
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}
