import { isAbsolute, join } from 'node:path'
import type { Tls } from '../http/dispatcher.ts'
import { redactor as newRedactor, secret, type Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import { readAuth, type AuthConfig } from './config/auth.ts'
import { findCloud, type NamedCloud } from './config/cloud.ts'
import { isSettings, merged, readText, type Settings, type Surroundings } from './config/files.ts'
import { valuesOf, type Values } from './config/values.ts'
import { namesOf } from './service-types.ts'

/** All that is needed to talk to one cloud. Secrets in it cannot be printed. */
export interface CloudConfig {
  readonly name: string
  /** The files, or that it was the OS_* variables; for messages. */
  readonly origin: string
  readonly auth: AuthConfig
  /** null takes endpoints of any region. */
  readonly region: string | null
  /** Best first: `public`. */
  readonly interfaces: readonly string[]
  readonly tls: Tls
  /** What one request may take, from `api_timeout`. */
  readonly timeoutMs?: number
  /** A setting for one service, under any of its names: `volume_endpoint_override` for block-storage. */
  forService(service: string, setting: ServiceSetting): string | undefined
}

type ServiceSetting =
  | 'endpoint_override'
  | 'service_type'
  | 'service_name'
  | 'interface'
  | 'region_name'
  | 'api_version'

export interface CloudChoice extends Surroundings {
  /** Name in clouds.yaml; absent: OS_CLOUD, the OS_* variables, or the only cloud there is. */
  readonly cloud?: string
  /** One of the cloud's regions; the first if absent. */
  readonly region?: string
  /** Learns the secrets of the cloud. */
  readonly redactor?: Redactor
}

/**
 * Reads the settings of one cloud as openstacksdk does; where this differs is said in config/*.ts. UsageError for
 * anything missing or wrong: one sentence with file, line and key. Reads files, makes no calls.
 */
export async function readCloudConfig(choice: CloudChoice): Promise<CloudConfig> {
  const redactor = choice.redactor ?? newRedactor()
  const found = await findCloud(choice.cloud, choice)
  const { cloud, region } = inRegion(found, choice.region)
  const values = valuesOf(cloud, redactor)
  const auth = readAuth(values)
  const timeoutSeconds = values.seconds('api_timeout')
  for (const name of [cloud.name, region, ...publicNames.map((key) => values.auth(key))]) if (name) redactor.spare(name)
  return {
    name: cloud.name,
    origin: cloud.origin,
    auth,
    region,
    interfaces: (values.texts('interface') ?? values.texts('endpoint_type') ?? ['public']).map((name) =>
      name.replace(/URL$/, ''),
    ),
    tls: await tlsOf(values, choice),
    ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
    forService(service, setting) {
      for (const name of namesOf(service)) {
        const value = values.text(`${name.replaceAll('-', '_')}_${setting}`)
        if (value !== undefined) return value
      }
      return undefined
    },
  }
}

/** Printed in reports and messages anyway. */
const publicNames = [
  'username',
  'project_name',
  'user_domain_name',
  'project_domain_name',
  'domain_name',
  'identity_provider',
  'protocol',
]

/** `regions:` is a list of names, or of `{ name, values }` whose values lie over the cloud's; the first is the default. */
function inRegion(cloud: NamedCloud, wanted: string | undefined): { cloud: NamedCloud; region: string | null } {
  const { settings, place } = cloud
  const listed = settings['regions'] ?? settings['region_name']
  const regions = (typeof listed === 'string' ? listed.split(',') : Array.isArray(listed) ? listed : []).map(
    (entry) => {
      if (typeof entry === 'string') return { name: entry.trim(), values: {} as Settings }
      const { name, values = {} } = isSettings(entry) ? entry : {}
      if (typeof name === 'string' && isSettings(values)) return { name, values }
      return valuesOf(cloud, newRedactor()).refuse('must list names, or mappings with name and values', 'regions')
    },
  )
  const chosen = wanted === undefined ? regions[0] : regions.find(({ name }) => name === wanted)
  if (!chosen && wanted !== undefined && regions.length > 0) {
    const names = regions.map(({ name }) => name).join(', ')
    valuesOf({ ...cloud, place }, newRedactor()).refuse(`has no region ${wanted}, only ${names}`, 'regions')
  }
  const region = chosen?.name ?? wanted ?? null
  const withRegion = merged(merged(settings, chosen?.values ?? {}), { region_name: region })
  return { cloud: { ...cloud, settings: withRegion }, region: region === '' ? null : region }
}

const certificateLine = /^-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/m
const keyLine = /^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/m

/**
 * Reads the files named; `~` is the home directory, other paths are relative to the working directory (as in openstacksdk).
 * What cannot be used is refused here: later it would look like a cloud that is not reached, or not be noticed at all.
 */
async function tlsOf(values: Values, { directory, home }: Surroundings): Promise<Tls> {
  const pathOf = (setting: string) => {
    const path = values.text(setting)
    if (path === undefined || isAbsolute(path)) return path
    return path.startsWith('~/') ? join(home, path.slice(2)) : join(directory, path)
  }
  const read = (setting: string, path: string | undefined, line: RegExp) => {
    if (path === undefined) return undefined
    const text = readText(path, setting)
    if (line.test(text)) return text
    const what = line === keyLine ? 'private key' : 'certificate'
    throw new UsageError(`${setting}: ${path} is not PEM: there is no ${what} in it`)
  }
  const insecure = values.yesNo('insecure') === true || values.yesNo('verify') === false
  const ca = insecure ? undefined : read('cacert', pathOf('cacert'), certificateLine)
  const certPath = pathOf('cert')
  const cert = read('cert', certPath, certificateLine)
  const keyPath = pathOf('key') ?? certPath // one file may hold both
  const key = read('key', keyPath, keyLine)
  if (cert && key) {
    const { createSecureContext } = await import('node:tls')
    try {
      createSecureContext({ cert, key })
    } catch (error) {
      const why = error instanceof Error ? error.message : ''
      throw new UsageError(`cert: ${certPath} cannot be used with key: ${keyPath} (${why})`, { cause: error })
    }
  }
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(cert && key ? { key: secret(key) } : {}),
    ...(insecure ? { insecure } : {}),
  }
}
