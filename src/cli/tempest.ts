import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { tempestResults } from '../../suites/scs-0128-tempest/facts.ts'
import {
  tempestWish,
  type TempestAccount,
  type TempestConnection,
  type TempestWish,
} from '../../suites/scs-0128-tempest/runner/wish.ts'
import { closure } from '../fact-store.ts'
import { ProbeError, type Fact, type Traffic } from '../fact.ts'
import { proxiesIn } from '../http/proxy.ts'
import { v3Url } from '../openstack/auth.ts'
import { readCloudConfig, type CloudConfig } from '../openstack/config.ts'
import { openCloudHttp } from '../openstack/connect.ts'
import { preflight } from '../openstack/preflight.ts'
import type { E2eOptions, TempestOptions } from '../options.ts'
import type { Plan } from '../plan.ts'
import type { Redactor } from '../redact.ts'
import type { Layer } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { oneLine } from './one-line.ts'

// Tempest in a run: results that are named by --import, as those of Kubernetes' own tests are, and told apart by what is in
// them; or a Tempest of the user's that is run.

/** The same options, with results of Tempest apart from those of the e2e tests of Kubernetes. */
export async function sortImports<T extends E2eOptions>(options: T): Promise<T & TempestOptions> {
  if (!options.import) return options
  const { isTempest } = await import('../../suites/scs-0128-tempest/import/import-results.ts')
  const kinds = await Promise.all(options.import.map(async (path) => ({ path, isTempest: await isTempest(path) })))
  const tempest = kinds.filter((one) => one.isTempest).map(({ path }) => path)
  if (tempest.length === 0) return options
  const { import: _, ...others } = options
  const e2e = kinds.filter((one) => !one.isTempest).map(({ path }) => path)
  // The rest of the type is as it was: only what may be absent was taken out.
  return { ...(others as T), ...(e2e.length > 0 ? { import: e2e } : {}), tempestResults: tempest }
}

/** Results of Tempest are judged without a cloud, where none is named; what else judges one then says that it is missing. */
export function withoutCloud(
  layers: ReadonlySet<Layer>,
  { tempestResults: paths, osCloud }: TempestOptions & { readonly osCloud?: string | undefined },
  environment: NodeJS.ProcessEnv,
): ReadonlySet<Layer> {
  const named = osCloud ?? environment['OS_CLOUD'] ?? environment['OS_AUTH_URL']
  return paths && named === undefined ? new Set([...layers].filter((layer) => layer !== 'iaas')) : layers
}

/** Facts that cost nothing, because their values are brought along. */
export function broughtResults({ tempestResults: paths }: TempestOptions): ReadonlySet<Fact> {
  return new Set(paths ? [tempestResults] : [])
}

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

const nothing = { traffic: [], close: () => Promise.resolve() }

/**
 * Reads the results that were named, or gets ready what it takes to run Tempest, where a plan judges by it.
 * @throws UsageError where results or settings are named that are of no use in these plans, or cannot be used
 */
export async function openTempest(plans: readonly Plan[], options: OpenTempestOptions): Promise<OpenTempest> {
  const { tempestResults: paths } = options
  const [named] = namesOf(options)
  const checks = plans.flatMap(({ testcases }) =>
    testcases.flatMap(({ task }) => ('check' in task ? [task.check] : [])),
  )
  if (!checks.some(({ needs }) => closure(needs).has(tempestResults))) {
    if (paths) {
      throw new UsageError(
        `--import ${paths[0]}: holds results of Tempest, and no testcase that this run judges is about them; that is scs-0128-tempest, of layer iaas and section heavy`,
      )
    }
    if (named === undefined) return { given: [], ...nothing }
    throw new UsageError(
      `${named}: no testcase that this run judges is about Tempest; that is scs-0128-tempest, of layer iaas and section heavy: add --section light,heavy`,
    )
  }
  if (!paths) return openWish(options)
  if (named !== undefined)
    throw new UsageError(`--import ${paths[0]}: imported results are not run, so ${named} has no use`)
  const { importTempest } = await import('../../suites/scs-0128-tempest/import/import-results.ts')
  const results = importTempest(paths)
  results.catch(() => {}) // whoever needs it sees it
  return { given: [[tempestResults, results]], ...nothing }
}

function namesOf(options: TempestOptions): readonly string[] {
  const { tempest, tempestAccounts, tempestTests, tempestConf } = options
  const named = { '--tempest': tempest, '--tempest-accounts': tempestAccounts, '--tempest-tests': tempestTests }
  return Object.entries({ ...named, '--tempest-conf': tempestConf }).flatMap(([option, value]) =>
    value === undefined ? [] : [option],
  )
}

async function openWish(options: OpenTempestOptions): Promise<OpenTempest> {
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
    moreSettings: options.tempestConf === undefined ? null : readSettings(options.tempestConf, redactor),
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

/** Nobody becomes an administrator by it, and whoever signs in is named by --tempest-accounts. */
const notTheirs = /^\s*(admin_\w+|use_dynamic_credentials|test_accounts_file)\s*[=:]/

function readSettings(path: string, redactor: Redactor): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(`--tempest-conf ${path}: cannot be read (${code})`, { cause: error })
  }
  const lines = text.split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    const key = notTheirs.exec(line)?.[1]
    if (key !== undefined) {
      throw new UsageError(
        `--tempest-conf ${path}:${index + 1}: ${key} cannot be set; Tempest runs as the ordinary users of --tempest-accounts`,
      )
    }
    const secret = /^\s*\w*(?:password|secret|token)\w*\s*[=:]\s*(\S.*?)\s*$/.exec(line)?.[1]
    if (secret !== undefined) redactor.learn(secret)
  }
  const first = lines.findIndex((line) => /^\s*[^#;\s]/.test(line))
  if (first !== -1 && !/^\s*\[/.test(lines[first] ?? ''))
    throw new UsageError(`--tempest-conf ${path}:${first + 1}: a section must come first, such as [network]`)
  return text
}

/** Writes into the folder of the report, texts without secrets; that a file cannot be written is told, and costs no verdict. */
function keeper(folder: string | undefined, redactor: Redactor): TempestWish['keep'] {
  return (path, content) => {
    if (folder === undefined) return
    const target = join(folder, path)
    try {
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, typeof content === 'string' ? redactor.redact(content) : content)
    } catch (error) {
      process.stderr.write(`scs-conformance: ${target} could not be written: ${String(error)}\n`)
    }
  }
}
