import { homedir } from 'node:os'
import {
  tempestWish,
  type TempestAccount,
  type TempestConnection,
  type TempestWish,
} from '../../suites/scs-0128-tempest/runner/wish.ts'
import { ProbeError, type Fact, type Traffic } from '../fact.ts'
import { proxiesIn } from '../http/proxy.ts'
import { v3Url } from '../openstack/auth.ts'
import { readCloudConfig, type CloudConfig } from '../openstack/config.ts'
import { openCloudHttp } from '../openstack/connect.ts'
import { preflight } from '../openstack/preflight.ts'
import type { TempestOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import { keeper } from './keeper.ts'
import { oneLine } from './one-line.ts'
import { readTempestSettings } from './tempest-settings.ts'

export interface OpenTempest {
  readonly given: readonly (readonly [Fact, unknown])[]
  readonly traffic: readonly Readonly<Traffic>[]
  close(): Promise<void>
}

export interface OpenTempestOptions extends TempestOptions {
  readonly osCloud?: string
  readonly output?: string
  readonly redactor: Redactor
}

/**
 * Gets ready what it takes to run a user's Tempest: the program, its users, the connection.
 * @throws UsageError where one of these is named and cannot be used
 */
export async function openWish(options: OpenTempestOptions): Promise<OpenTempest> {
  const { redactor, output, osCloud } = options
  const { findTempest } = await import('./tempest-tool.ts')
  const tool = findTempest(options.tempest, process.env)
  const own = await configOf(osCloud, redactor)
  const names = options.tempestAccounts ?? []
  const configs = await Promise.all(names.map((name) => configOf(name, redactor)))
  const opened = configs.map((config) => {
    if (v3Url(config.auth.authUrl) !== v3Url(own.auth.authUrl)) {
      throw new UsageError(`--tempest-accounts ${config.name}: is a user of another cloud than ${own.name}`)
    }
    return { config, http: openCloudHttp(config, process.env, { redactor }) }
  })
  const wish: TempestWish = {
    tool,
    own: { cloud: own.name, password: () => passwordOf(own) },
    accounts: opened.map(({ config, http }): TempestAccount => ({
      cloud: config.name,
      password: () => passwordOf(config),
      async signIn() {
        const { openstack, failure } = await preflight(config, { http, redactor })
        return openstack ?? Promise.reject(failure)
      },
    })),
    connection: () => connectionOf(own, redactor),
    only: options.tempestTests === undefined ? null : expression(options.tempestTests),
    moreSettings: options.tempestConf === undefined ? null : readTempestSettings(options.tempestConf, redactor),
    keep: keeper(output, redactor),
    redact: (text) => redactor.redact(text),
    tell: (line) => void process.stderr.write(`scs-conformance: ${oneLine(redactor.redact(line))}\n`),
  }
  return {
    given: [[tempestWish, wish]],
    traffic: opened.map(({ http }) => http.traffic),
    close: async () => void (await Promise.all(opened.map(({ http }) => http.close()))),
  }
}

function configOf(cloud: string | undefined, redactor: Redactor): Promise<CloudConfig> {
  const surroundings = { environment: process.env, directory: process.cwd(), home: homedir() }
  return readCloudConfig({ ...surroundings, redactor, ...(cloud === undefined ? {} : { cloud }) })
}

function passwordOf({ name, auth }: CloudConfig): string {
  if (auth.method === 'password') return auth.password.reveal()
  throw new ProbeError(
    'dependency',
    `Tempest signs in by user name and password only, and cloud ${name} is signed in to by ${auth.method === 'oidc' ? 'an identity provider' : auth.method}; name users that have a password with --tempest-accounts`,
  )
}

function connectionOf({ name, auth, region, interfaces, tls }: CloudConfig, redactor: Redactor): TempestConnection {
  if (tls.cert) {
    throw new ProbeError('dependency', `Tempest shows no client certificate, and cloud ${name} wants one`)
  }
  const identityUrl = v3Url(auth.authUrl)
  const proxy = proxiesIn(process.env, redactor)(new URL(identityUrl))
  return {
    identityUrl,
    region,
    endpointInterface: interfaces[0] ?? 'public',
    authorities: tls.ca === undefined ? null : String(tls.ca),
    insecure: tls.insecure === true,
    proxyUrl: proxy ? withCredentials(proxy) : null,
  }
}

function withCredentials({
  origin,
  authorization,
}: {
  readonly origin: string
  readonly authorization?: string
}): string {
  if (authorization === undefined) return origin
  const [, user = '', password = ''] =
    /^(.*?):(.*)$/s.exec(Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8')) ?? []
  return origin.replace('//', `//${encodeURIComponent(user)}:${encodeURIComponent(password)}@`)
}

function expression(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--tempest-tests ${text}: not a regular expression (${why})`, { cause: error })
  }
}
