import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a certificate is to be like. */
export interface CertificateWish {
  /** As openssl has them: `DNS:a,IP:127.0.0.1`. */
  readonly names: string
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
export function issueCertificate({ names, fromDay = 0, toDay = 2, key, digest = 'sha256' }: CertificateWish): Issued {
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
    const own = ['-subj', '/CN=test', '-addext', `subjectAltName=${names}`, '-keyout', at('key'), '-out', at('request')]
    openssl('req', '-new', ...(key?.split(' ') ?? onCurve), '-nodes', ...own)
    const dates = ['-startdate', stamp(fromDay), '-enddate', stamp(toDay)]
    const by = ['-cert', at('ca.pem'), '-keyfile', at('ca.key'), '-md', digest]
    openssl(
      'ca',
      '-batch',
      '-notext',
      '-config',
      at('config'),
      ...by,
      ...dates,
      '-in',
      at('request'),
      '-out',
      at('cert'),
    )
    const [readKey, cert, ca] = ['key', 'cert', 'ca.pem'].map((name) => readFileSync(at(name), 'utf8'))
    return { key: readKey ?? '', cert: cert ?? '', ca: ca ?? '' }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** YYYYMMDDHHMMSSZ, a minute before that time, so that what holds from today on holds now. */
function stamp(day: number): string {
  const time = new Date(Date.now() + day * 86_400_000 - 60_000)
  return time.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
}
