import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { UsageError } from '../../../src/usage-error.ts'

export interface Pair {
  /** PEM */
  readonly key: string
  /** PEM */
  readonly cert: string
}

export interface Pki {
  readonly authority: Pair
  readonly server: Pair
  readonly clients: Readonly<Record<string, Pair>>
}

async function openssl(...args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)('openssl', args)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new UsageError('a simulated cluster has certificates made by openssl, which is not on the PATH: install it')
  }
}

/** A certificate authority of this cluster alone, the server's certificate, and one for each client by its subject. */
export async function createPki(
  days: { readonly server: number; readonly authority: number },
  subjects: Readonly<Record<string, string>>,
): Promise<Pki> {
  const folder = mkdtempSync(join(tmpdir(), 'scs-pki-'))
  const at = (name: string, kind: 'key' | 'crt'): string => join(folder, `${name}.${kind}`)
  const pair = (name: string): Pair => ({
    key: readFileSync(at(name, 'key'), 'utf8'),
    cert: readFileSync(at(name, 'crt'), 'utf8'),
  })
  async function make(name: string, subject: string, days: number, ...more: readonly string[]): Promise<Pair> {
    const kind = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'.split(' ')
    const files = ['-keyout', at(name, 'key'), '-out', at(name, 'crt')]
    await openssl('req', ...kind, '-days', String(days), '-subj', subject, ...files, ...more)
    return pair(name)
  }
  // without a configuration of its own openssl would add what makes every certificate an authority
  const plain = join(folder, 'plain.cnf')
  writeFileSync(plain, '[req]\ndistinguished_name = name\n[name]\n')
  const signed = ['-config', plain, '-CA', at('ca', 'crt'), '-CAkey', at('ca', 'key')]
  const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'keyUsage=critical,digitalSignature']
  const names = 'subjectAltName=IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default.svc'
  try {
    const authority = await make(
      'ca',
      '/CN=kubernetes',
      days.authority,
      '-config',
      plain,
      '-addext',
      'basicConstraints=critical,CA:TRUE',
      '-addext',
      'keyUsage=critical,keyCertSign,cRLSign,digitalSignature',
    )
    const [server, ...clients] = await Promise.all([
      make(
        'server',
        '/CN=kube-apiserver',
        days.server,
        ...signed,
        ...leaf,
        '-addext',
        names,
        '-addext',
        'extendedKeyUsage=serverAuth',
      ),
      ...Object.entries(subjects).map(async ([name, subject]) => {
        const made = await make(name, subject, 365, ...signed, ...leaf, '-addext', 'extendedKeyUsage=clientAuth')
        return [name, made] as const
      }),
    ])
    return { authority, server, clients: Object.fromEntries(clients) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
