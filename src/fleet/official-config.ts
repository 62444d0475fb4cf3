import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { parse, TomlError } from 'smol-toml'
import { didYouMean } from '../did-you-mean.ts'
import { UsageError } from '../usage-error.ts'
import { whyUnreadable } from '../why-unreadable.ts'
import type { Fleet, FleetSubject, Preset } from './fleet.ts'

type Table = Readonly<Record<string, unknown>>

/**
 * Reads the configuration of the official runner (scs-test-runner.py: `secrets`, `scopes`, `subjects`, `presets`), so that
 * whoever uses that can change over. Its default mapping, that of the subject `_`, may say `{subject}`.
 * @throws UsageError that names the file and the place for whatever is wrong with it
 */
export function readOfficialConfig(file: string): Fleet {
  const config = parsed(file)
  const tables = (value: unknown, at: string): ReadonlyMap<string, Table> =>
    new Map(
      Object.entries(table(file, at, value ?? {})).map(([name, one]) => [name, table(file, `${at}.${name}`, one)]),
    )
  const scopes = tables(config['scopes'], 'scopes')
  const written = tables(config['subjects'], 'subjects')
  const presets = tables(config['presets'], 'presets')
  const notes: string[] = []
  if (config['secrets'] !== undefined) notes.push('[secrets] is for submit: give its files to --key and --token there')
  const mapping = (name: string): ReadonlyMap<string, string> => {
    const common = texts(file, 'subjects._.mapping', written.get('_')?.['mapping'])
    const own = texts(file, `subjects.${name}.mapping`, written.get(name)?.['mapping'])
    return new Map([...[...common].map(([key, value]) => [key, value.replaceAll('{subject}', name)] as const), ...own])
  }
  const named = [...presets].flatMap(([name, preset]) => list(file, `presets.${name}.subjects`, preset['subjects']))
  const names = [...new Set([...named, ...written.keys()])].filter((name) => name !== '_')
  const subjects = new Map(
    names.map((name) => [name, subjectOf(file, name, mapping(name), written.get(name))] as const),
  )
  for (const [name, one] of written) {
    if (one['kubernetes_setup'] !== undefined) {
      notes.push(`subjects.${name}.kubernetes_setup: clusters are made by a provision file (docs/provisioning.md)`)
    }
    const ours = Object.keys(one).filter((key) => !['mapping', 'kubeconfig', 'kubernetes_setup'].includes(key))
    for (const key of ours)
      notes.push(`subjects.${name}.${key}: is not read of a config.toml; see docs/fleet.md for subjects.yaml`)
  }
  const scopeOf = (at: string, name: string): string => {
    const spec = scopes.get(name)?.['spec']
    if (typeof spec === 'string') return resolve(dirname(file), spec)
    const hint = didYouMean(name, scopes.keys())
    throw new UsageError(`${file}: ${at}: there is no scope ${name} with a spec${hint}`)
  }
  return {
    file,
    subjects,
    presets: new Map(
      [...presets].map(([name, preset]): readonly [string, Preset] => {
        const { workers } = preset
        if (workers !== undefined && !(Number.isInteger(workers) && Number(workers) > 0)) {
          throw new UsageError(`${file}: presets.${name}.workers: must be a whole number from 1`)
        }
        const at = `presets.${name}.scopes`
        return [
          name,
          {
            subjects: list(file, `presets.${name}.subjects`, preset['subjects']),
            scopes: list(file, at, preset['scopes']).map((scope) => scopeOf(at, scope)),
            ...(workers === undefined ? {} : { workers: Number(workers) }),
          },
        ]
      }),
    ),
    notes,
  }
}

function subjectOf(
  file: string,
  name: string,
  mapping: ReadonlyMap<string, string>,
  written: Table | undefined,
): FleetSubject {
  if (basename(name) !== name || name.startsWith('.')) {
    throw new UsageError(`${file}: subjects.${name}: is no name for a folder of reports`)
  }
  const kubeconfig = written?.['kubeconfig'] ?? mapping.get('kubeconfig')
  if (kubeconfig !== undefined && typeof kubeconfig !== 'string') {
    throw new UsageError(`${file}: subjects.${name}.kubeconfig: must be a text`)
  }
  const cloud = mapping.get('os_cloud')
  return {
    name,
    groups: [],
    ...(cloud === undefined ? {} : { cloud, isNoHost: true }),
    kubeconfigs: kubeconfig === undefined ? [] : [resolve(dirname(file), kubeconfig)],
    scopes: [],
    sections: [],
    readOnly: false,
    imports: [],
    attestations: [],
    contacts: [],
    redacted: false,
  }
}

function parsed(file: string): Table {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file}: ${whyUnreadable(error)}`, { cause: error })
  }
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const why = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '')
    throw new UsageError(`${file}:${error.line}:${error.column}: is not TOML: ${why}`, { cause: error })
  }
}

function table(file: string, at: string, value: unknown): Table {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Table
  throw new UsageError(`${file}: ${at}: must be a table`)
}

function list(file: string, at: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')) return value
  throw new UsageError(`${file}: ${at}: must be a list of names`)
}

function texts(file: string, at: string, value: unknown): ReadonlyMap<string, string> {
  const entries = Object.entries(table(file, at, value ?? {}))
  return new Map(
    entries.map(([key, text]) => {
      if (typeof text !== 'string') throw new UsageError(`${file}: ${at}.${key}: must be a text`)
      return [key, text] as const
    }),
  )
}
