import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a certificate is to be like. */
export interface CertificateWish {
  /** As openssl has them: `DNS:a,IP:127.0.0.1`; empty for none. */
  readonly names: string
  /** As openssl has it. Default `/CN=test`. */
  readonly subject?: string
  /** An authority between the root and the certificate, until that day; the server sends it along. */
  readonly intermediateToDay?: number
  /** Days from now; below 0 is past. Default 0 and 2. */
  readonly fromDay?: number
  readonly toDay?: number
  /** Arguments of `openssl req` that make the key: `-newkey rsa:1024`. Default a key on prime256v1. */
  readonly key?: string
  /** Default sha256. */
  readonly digest?: string
}

/** A key, its certificate and the authority that issued it, all in PEM, made for one test alone. */
export interface Issued {
  readonly key: string
  readonly cert: string
  readonly ca: string
}

const config = (folder: string) => `
[ca]
default_ca = own
[own]
dir = ${folder}
database = ${folder}/index
new_certs_dir = ${folder}
rand_serial = yes
policy = any
copy_extensions = copy
[any]
commonName = optional
`

/** Issues a certificate as wished, by an authority made for it. */
export function issueCertificate(wish: CertificateWish): Issued {
  const { names, subject = '/CN=test', intermediateToDay, fromDay = 0, toDay = 2, key, digest = 'sha256' } = wish
  const folder = mkdtempSync(join(tmpdir(), 'scs-authority-'))
  const at = (name: string) => join(folder, name)
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'ignore'] })
  const onCurve = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1'.split(' ')
  try {
    writeFileSync(at('config'), config(folder))
    writeFileSync(at('index'), '')
    const root = ['-days', '2', '-subj', '/CN=test authority', '-keyout', at('ca.key'), '-out', at('ca.pem')]
    openssl('req', '-x509', ...onCurve, '-nodes', ...root)
    const issue = (name: string, issuer: string, days: readonly [number, number]) => {
      const dates = ['-startdate', stamp(days[0]), '-enddate', stamp(days[1])]
      const by = ['-cert', at(`${issuer}.pem`), '-keyfile', at(`${issuer}.key`), '-md', digest]
      const files = ['-in', at(`${name}.request`), '-out', at(`${name}.pem`)]
      openssl('ca', '-batch', '-notext', '-config', at('config'), ...by, ...dates, ...files)
    }
    const request = (name: string, subjectOfIt: string, kind: readonly string[], more: readonly string[]) =>
      openssl(
        'req',
        '-new',
        ...kind,
        '-nodes',
        '-subj',
        subjectOfIt,
        ...more,
        '-keyout',
        at(`${name}.key`),
        '-out',
        at(`${name}.request`),
      )
    if (intermediateToDay !== undefined) {
      const isAuthority = ['-addext', 'basicConstraints=critical,CA:TRUE']
      request('intermediate', '/CN=test intermediate', onCurve, isAuthority)
      issue('intermediate', 'ca', [Math.min(fromDay, intermediateToDay - 1), intermediateToDay])
    }
    request('own', subject, key?.split(' ') ?? onCurve, names === '' ? [] : ['-addext', `subjectAltName=${names}`])
    issue('own', intermediateToDay === undefined ? 'ca' : 'intermediate', [fromDay, toDay])
    const chain = intermediateToDay === undefined ? '' : readFileSync(at('intermediate.pem'), 'utf8')
    const [readKey, cert, ca] = ['own.key', 'own.pem', 'ca.pem'].map((name) => readFileSync(at(name), 'utf8'))
    return { key: readKey ?? '', cert: `${cert ?? ''}${chain}`, ca: ca ?? '' }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** YYYYMMDDHHMMSSZ, a minute before that time, so that what holds from today on holds now. */
function stamp(day: number): string {
  const time = new Date(Date.now() + day * 86_400_000 - 60_000)
  return time.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
}
