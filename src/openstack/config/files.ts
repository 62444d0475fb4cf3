import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../usage-error.ts'
import { whyUnreadable } from '../../why-unreadable.ts'

/** Where settings are looked for; the process's own in the program, a test's in a test. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Current working directory. */
  readonly directory: string
  /** Home directory of the user. */
  readonly home: string
}

/** Settings as written: scalars are texts (or null), keys have `_` for `-`. */
export type Settings = { readonly [key: string]: Setting }
export type Setting = string | null | Settings | readonly Setting[]

/** A file read, and the way back from a key to its line. */
export interface SettingsFile {
  readonly path: string
  readonly settings: Settings
  /** 1 for the first line; of the nearest key that exists. */
  lineOf(keys: readonly string[]): number
}

/** The folders openstacksdk searches, in its order. */
export function searchFolders({ environment, directory, home }: Surroundings): string[] {
  const configHome = environment['XDG_CONFIG_HOME'] || join(home, '.config')
  const folders = [
    directory,
    join(configHome, 'openstack'),
    join(home, '.config', 'openstack'),
    '/etc/xdg/openstack',
    '/etc/openstack',
  ]
  return [...new Set(folders)]
}

/**
 * The first file of that name, as openstacksdk finds it: the folders in order, `.yaml` before `.yml` before `.json`;
 * undefined where there is none. Unlike openstacksdk, which then silently takes the next file (and maybe another cloud),
 * a file named by a variable that is not there, or one that cannot be read or parsed, is a UsageError with file and line.
 */
export async function readFirst(
  name: 'clouds' | 'secure' | 'clouds-public',
  where: Surroundings,
  variable?: 'OS_CLIENT_CONFIG_FILE' | 'OS_CLIENT_SECURE_FILE',
): Promise<SettingsFile | undefined> {
  const named = variable && where.environment[variable]
  if (named) {
    const path = named.startsWith('~/') ? join(where.home, named.slice(2)) : named
    if (!existsSync(path)) throw new UsageError(`${variable} names ${path}, which does not exist`)
    return readSettings(path)
  }
  const paths = searchFolders(where).flatMap((folder) =>
    ['yaml', 'yml', 'json'].map((suffix) => join(folder, `${name}.${suffix}`)),
  )
  const path = paths.find((candidate) => existsSync(candidate))
  return path === undefined ? undefined : readSettings(path)
}

async function readSettings(path: string): Promise<SettingsFile> {
  const { isMap, isNode, LineCounter, parseDocument, visit } = await import('yaml')
  const lines = new LineCounter()
  // Scalars stay texts: a password 0123 or 1e3 and a project 2024-01-01 are taken as written.
  const document = parseDocument(readText(path), {
    schema: 'failsafe',
    customTags: ['null', 'merge'],
    lineCounter: lines,
  })
  const broken = document.errors[0]
  if (broken) {
    const [reason] = broken.message.split(/:| at line \d+|\n/) // what follows may quote a password
    throw new UsageError(`${path}:${lines.linePos(broken.pos[0]).line}: not valid YAML: ${reason}`)
  }
  visit(document, {
    Alias(_, alias, above) {
      const target = alias.resolve(document)
      const { line } = lines.linePos(alias.range?.[0] ?? 0)
      if (above.some((ancestor) => ancestor === target))
        throw new UsageError(
          `${path}:${line}: the alias *${alias.source} stands inside of what it repeats, without end`,
        )
      if (target) return
      throw new UsageError(`${path}:${line}: a value starts with *, which YAML takes for an alias; put it into quotes`)
    },
  })
  const settings = normalized(document.toJS() as Setting) // failsafe: maps, lists, texts; null by the tag
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new UsageError(`${path}:1: is empty or not a mapping; it must start with clouds:`)
  }
  return {
    path,
    settings: settings as Settings, // excluded everything else above
    lineOf(keys) {
      let node: unknown = document.contents
      let start = 0
      for (const key of keys) {
        const pair = isMap(node)
          ? node.items.find((item) => underscored(String(item.key)) === underscored(key))
          : undefined
        if (!pair) break
        if (isNode(pair.key) && pair.key.range) start = pair.key.range[0]
        node = pair.value
      }
      return lines.linePos(start).line
    },
  }
}

/** Text of a file; UsageError where it cannot be read. `setting` says who named it. */
export function readText(path: string, setting?: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const who = setting === undefined ? '' : `${setting}: `
    throw new UsageError(`${who}${path} ${whyUnreadable(error)}`, { cause: error })
  }
}

/** The same with `_` for `-` in keys. Keys of `clouds:` and the like are names and stay. */
function normalized(value: Setting, depth = 0): Setting {
  if (Array.isArray(value)) return value.map((item: Setting) => normalized(item, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [depth < 2 ? key : underscored(key), normalized(item, depth + 1)]),
  )
}

function underscored(key: string): string {
  return key.replaceAll('-', '_')
}

/** The second over the first, maps key by key. */
export function merged(under: Settings, over: Settings): Settings {
  const result: Record<string, Setting> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    const below = result[key]
    result[key] = isSettings(below) && isSettings(value) ? merged(below, value) : value
  }
  return result
}

export function isSettings(value: Setting | undefined): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
