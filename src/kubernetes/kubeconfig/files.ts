import { existsSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { checkAgainst } from '../../schema-check.ts'
import { UsageError } from '../../usage-error.ts'
import { readYaml, type Path, type SourceDocument } from '../../yaml-document.ts'
import { kubeconfigSchema } from './schema.ts'

/** Where settings are looked for; the process's own in the program, a test's in a test. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Current working directory. */
  readonly directory: string
  /** Home directory of the user. */
  readonly home: string
}

/** One entry of a list of a kubeconfig, and where it stands. */
export interface Entry<T> {
  readonly name: string
  readonly value: T
  /** The file's folder, which paths in it are relative to. */
  readonly folder: string
  /** The error for a key of this entry. */
  readonly error: (keys: Path, wrong: string) => UsageError
}

/** As the schema lets them through: whatever is not there is absent or null. */
export interface ClusterEntry {
  readonly server?: string | null
  readonly 'certificate-authority'?: string | null
  readonly 'certificate-authority-data'?: string | null
  readonly 'insecure-skip-tls-verify'?: boolean | null
  readonly 'tls-server-name'?: string | null
  readonly 'proxy-url'?: string | null
}

export interface ContextEntry {
  readonly cluster?: string | null
  readonly user?: string | null
}

export interface ExecEntry {
  readonly apiVersion?: string | null
  readonly command?: string | null
  readonly args?: readonly string[] | null
  readonly env?: readonly { readonly name: string; readonly value: string | null }[] | null
  readonly installHint?: string | null
  readonly interactiveMode?: string | null
  readonly provideClusterInfo?: boolean | null
}

export interface AuthProviderEntry {
  readonly name?: string | null
  readonly config?: Readonly<Record<string, string | null>> | null
}

export interface UserEntry {
  readonly 'client-certificate'?: string | null
  readonly 'client-certificate-data'?: string | null
  readonly 'client-key'?: string | null
  readonly 'client-key-data'?: string | null
  readonly token?: string | null
  readonly tokenFile?: string | null
  readonly username?: string | null
  readonly password?: string | null
  readonly as?: string | null
  readonly 'as-uid'?: string | null
  readonly 'as-groups'?: readonly string[] | null
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[] | null>> | null
  readonly exec?: ExecEntry | null
  readonly 'auth-provider'?: AuthProviderEntry | null
}

/** One or several files as one: of entries with the same name the first counts, as for kubectl. */
export interface Kubeconfig {
  /** For messages. */
  readonly files: string
  readonly currentContext: string | undefined
  readonly clusters: ReadonlyMap<string, Entry<ClusterEntry>>
  readonly contexts: ReadonlyMap<string, Entry<ContextEntry>>
  readonly users: ReadonlyMap<string, Entry<UserEntry>>
}

/**
 * The kubeconfig named, or that of KUBECONFIG (several files, those missing left out), or ~/.kube/config; undefined where
 * there is none of them. UsageError with file, line and key for whatever is wrong with one.
 */
export async function readKubeconfigFiles(
  named: string | undefined,
  where: Surroundings,
): Promise<Kubeconfig | undefined> {
  const { environment, directory, home } = where
  if (named !== undefined) return merged([resolve(directory, named)])
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '')
  const paths = listed.map((path) => resolve(directory, path))
  const [first] = paths
  if (first !== undefined) {
    const there = paths.filter((path) => existsSync(path))
    if (there.length === 0) throw new UsageError(`KUBECONFIG names ${listed.join(' and ')}: there is no such file`)
    return merged(there)
  }
  const usual = join(home, '.kube', 'config')
  return existsSync(usual) ? merged([usual]) : undefined
}

interface Raw {
  readonly 'current-context'?: string | null
  readonly clusters?: readonly { readonly name: string; readonly cluster?: ClusterEntry | null }[] | null
  readonly contexts?: readonly { readonly name: string; readonly context?: ContextEntry | null }[] | null
  readonly users?: readonly { readonly name: string; readonly user?: UserEntry | null }[] | null
}

async function merged(paths: readonly string[]): Promise<Kubeconfig> {
  const clusters = new Map<string, Entry<ClusterEntry>>()
  const contexts = new Map<string, Entry<ContextEntry>>()
  const users = new Map<string, Entry<UserEntry>>()
  let currentContext: string | undefined
  for (const path of paths) {
    const document = await readYaml(path, { secret: true })
    refuseOthers(document)
    await checkAgainst(kubeconfigSchema, document, { secret: true })
    const raw = document.data as Raw // the schema has just said so
    currentContext ??= raw['current-context'] || undefined
    take(clusters, raw.clusters, document, 'clusters', 'cluster', ({ cluster }) => cluster ?? {})
    take(contexts, raw.contexts, document, 'contexts', 'context', ({ context }) => context ?? {})
    take(users, raw.users, document, 'users', 'user', ({ user }) => user ?? {})
  }
  return { files: paths.join(', '), currentContext, clusters, contexts, users }
}

/** Other files of YAML are easily given by mistake: a Secret that holds a kubeconfig, clouds.yaml. */
function refuseOthers(document: SourceDocument): void {
  const { data } = document
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return
  const kind = 'kind' in data ? data.kind : undefined
  if (kind !== undefined && kind !== 'Config')
    throw document.error(
      ['kind'],
      `a kubeconfig has kind: Config${typeof kind === 'string' && /^\w+$/.test(kind) ? `, this is a ${kind}` : ''}`,
    )
  if (['clusters', 'contexts', 'users', 'current-context'].some((key) => key in data)) return
  throw document.error([], 'is no kubeconfig: it has neither clusters nor contexts nor users')
}

function take<Item extends { readonly name: string }, T>(
  all: Map<string, Entry<T>>,
  items: readonly Item[] | null | undefined,
  document: SourceDocument,
  list: string,
  key: string,
  valueOf: (item: Item) => T,
): void {
  for (const [index, item] of (items ?? []).entries()) {
    if (all.has(item.name)) continue
    all.set(item.name, {
      name: item.name,
      value: valueOf(item),
      folder: dirname(document.file),
      error: (keys, wrong) => document.error([list, index, ...(keys.length > 0 ? [key, ...keys] : [])], wrong),
    })
  }
}
