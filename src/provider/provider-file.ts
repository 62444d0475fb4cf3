import { closeSync, openSync, readSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { bundledSchema } from '../bundled-data.ts'
import { secret as hide, type Redactor, type Secret } from '../redact.ts'
import type { Layer } from '../report.ts'
import { checkAgainst } from '../schema-check.ts'
import { whyUnreadable } from '../why-unreadable.ts'
import { readYaml, type Path, type SourceDocument } from '../yaml-document.ts'

/** What a provider publishes and hands in, beside the APIs of its clouds and clusters. Paths are absolute. */
export interface Provider {
  /** The file that says so, as it was named. */
  readonly file: string
  /** Bills of materials, each of one layer or of both. */
  readonly sboms: readonly { readonly file: string; readonly layer?: Layer }[]
  /** Namespaces of the clusters that are the provider's own, beside those that Kubernetes keeps for itself. */
  readonly systemNamespaces?: readonly string[]
  /** Known vulnerabilities: CycloneDX, CSAF, OpenVEX. */
  readonly vulnerabilities: readonly string[]
  /** How each component is developed: the Four Opens. */
  readonly software?: string
  /** Results of OpenSSF Scorecard. */
  readonly scorecards: readonly string[]
  /** Results of licence scans, such as of REUSE. */
  readonly licenceScans: readonly string[]
  readonly statusPage?: Place
  readonly healthMonitor?: Place
  readonly prometheus?: Place
  readonly federation?: Federation
  /** Reports of earlier runs: files, folders, patterns. */
  readonly reports: readonly string[]
  /** Tests of releases before they were out, each with its report. */
  readonly releaseTests: readonly ReleaseTest[]
}

/** A test of a release candidate. */
export interface ReleaseTest {
  /** As its makers call it: `OpenStack 2026.2 rc1`. */
  readonly release: string
  readonly report: string
}

/** How Keystone lets in the users of others, as far as nobody can see it there. */
export interface Federation {
  /** The OpenID provider that Keystone trusts. */
  readonly issuer?: Place
  /** Ids in Keystone. */
  readonly identityProvider?: string
  readonly protocol?: string
}

/** Something on the web. */
export interface Place {
  /** http or https, without credentials. */
  readonly url: string
  /** Bearer token. */
  readonly token?: Secret
  /** PEM text of the authorities to trust instead of the usual ones. */
  readonly ca?: string
}

type WirePlace = { readonly [K in 'tokenFile' | 'tokenVariable' | 'caFile']?: string } & { readonly url: string }
type Wire = Partial<Omit<Provider, 'file' | 'statusPage' | 'healthMonitor' | 'prometheus' | 'federation'>> & {
  readonly [K in 'statusPage' | 'healthMonitor' | 'prometheus']?: WirePlace
} & {
  readonly federation?: Omit<Federation, 'issuer'> & { readonly issuer?: string; readonly caFile?: string }
}

/**
 * Reads the file of `--provider`. What it names is read by the facts that need it; tokens are learned by the redactor.
 * @throws UsageError for a file that cannot be used, and for a token or an authority that it names and that is not there
 */
export async function readProviderFile(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
  redactor: Redactor,
): Promise<Provider> {
  const secret = true // whatever is mistaken in it, nothing of it is quoted: it may be a token
  const document = await readYaml(file, { secret })
  await checkAgainst(await bundledSchema('provider'), document, { secret })
  const {
    sboms = [],
    systemNamespaces,
    software,
    statusPage,
    healthMonitor,
    prometheus,
    federation,
    releaseTests = [],
    ...lists
  } = document.data as Wire // the schema says so
  const from = (path: string) => resolve(dirname(file), path)
  const all = (paths: readonly string[] = []) => paths.map(from)
  const place = (name: string, wire: WirePlace | undefined) =>
    wire ? { [name]: readPlace(wire, { document, at: [name], from, environment, redactor }) } : {}
  const { issuer, caFile, ...ids } = federation ?? {}
  const surroundings = { document, at: ['federation'], urlKey: 'issuer', from, environment, redactor }
  const trusted =
    issuer === undefined
      ? {}
      : { issuer: readPlace({ url: issuer, ...(caFile === undefined ? {} : { caFile }) }, surroundings) }
  return {
    file,
    sboms: sboms.map((one) => ({ ...one, file: from(one.file) })),
    vulnerabilities: all(lists.vulnerabilities),
    scorecards: all(lists.scorecards),
    licenceScans: all(lists.licenceScans),
    reports: all(lists.reports),
    ...(systemNamespaces === undefined ? {} : { systemNamespaces }),
    releaseTests: releaseTests.map((one) => ({ ...one, report: from(one.report) })),
    ...(software === undefined ? {} : { software: from(software) }),
    ...place('statusPage', statusPage),
    ...place('healthMonitor', healthMonitor),
    ...place('prometheus', prometheus),
    ...(federation ? { federation: { ...ids, ...trusted } } : {}),
  }
}

interface Surroundings {
  readonly document: SourceDocument
  readonly at: Path
  /** The key that holds the URL: url if absent. */
  readonly urlKey?: string
  readonly from: (path: string) => string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly redactor: Redactor
}

function readPlace({ url, tokenFile, tokenVariable, caFile }: WirePlace, surroundings: Surroundings): Place {
  const { document, at, urlKey = 'url', environment, redactor } = surroundings
  if (!URL.canParse(url))
    throw document.error([...at, urlKey], 'is not a URL such as https://status.mycloud.example/api')
  for (const [name, value] of new URL(url).searchParams) if (secretParameter.test(name)) redactor.learn(value)
  if (tokenFile !== undefined && tokenVariable !== undefined) {
    throw document.error([...at, 'tokenVariable'], 'there is a tokenFile already; name one of them')
  }
  // What is named is never quoted: who mistakes these keys has written the token itself there.
  let token: string | undefined
  if (tokenFile !== undefined) token = readSmall(tokenFile, 'tokenFile', 'the file that it names', surroundings).trim()
  if (tokenVariable !== undefined) {
    token = environment[tokenVariable]
    if (!token) throw document.error([...at, 'tokenVariable'], 'the environment has no such variable, or it is empty')
  }
  if (token !== undefined) {
    if (token === '' || /[^\x21-\x7e]/.test(token)) {
      const key = tokenFile === undefined ? 'tokenVariable' : 'tokenFile'
      throw document.error([...at, key], 'does not lead to a token: one word of printable characters')
    }
    redactor.learn(token)
  }
  const ca = caFile === undefined ? undefined : readSmall(caFile, 'caFile', caFile, surroundings)
  if (ca !== undefined && !certificateLine.test(ca)) {
    throw document.error([...at, 'caFile'], `${caFile} is not PEM: there is no certificate in it`)
  }
  return { url, ...(token === undefined ? {} : { token: hide(token) }), ...(ca === undefined ? {} : { ca }) }
}

/** Parameters of a URL that hold secrets, by their names: `p` is the password of InfluxDB 1. URLs stand in reports. */
const secretParameter = /^p$|pass(?:word|wd)?$|token$|secret$|signature$|^sig$|api[_-]?key$|^key$/i

const certificateLine = /^-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/m
/** All authorities that browsers trust are a fourth of it. */
const mostBytes = 2 ** 20

/** Also of a pipe; never more than it takes to see that it is too large. */
function readSmall(path: string, key: string, name: string, { document, at, from }: Surroundings): string {
  const bytes = Buffer.alloc(mostBytes + 1)
  let length = 0
  try {
    const file = openSync(from(path), 'r')
    try {
      for (let read = -1; read !== 0 && length <= mostBytes; length += read) {
        read = readSync(file, bytes, length, bytes.length - length, null)
      }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw document.error([...at, key], `${name} ${whyUnreadable(error)}`)
  }
  if (length > mostBytes) throw document.error([...at, key], `${name} is larger than 1 MiB`)
  return bytes.toString('utf8', 0, length)
}
