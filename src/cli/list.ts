import type { ListOptions } from '../options.ts'
import type { Scope } from '../scope.ts'
import { loadScope, loadStandards, scopeIds } from '../standards.ts'
import { UsageError } from '../usage-error.ts'
import { didYouMean } from '../did-you-mean.ts'
import { loadChecks } from './selection.ts'
import { table } from './table.ts'

type Row = Readonly<Record<string, string>>

const lists = { testcases, scopes, standards, suites, formats } as const satisfies Record<
  string,
  (options: ListOptions) => Promise<readonly Row[]>
>

/** `list`: what there is, as a table or JSON. */
export async function list(what: string | undefined, options: ListOptions): Promise<number> {
  const name = what ?? 'testcases'
  if (!isList(name)) {
    const names = Object.keys(lists)
    throw new UsageError(
      `there is nothing called ${JSON.stringify(name)} to list${didYouMean(name, names)}; there are ${names.join(', ')}`,
    )
  }
  const rows = await lists[name](options)
  const columns = Object.keys(rows[0] ?? {})
  const cells = rows.map((row) => columns.map((column) => row[column] ?? ''))
  process.stdout.write(
    options.json
      ? `${JSON.stringify(rows, null, 2)}\n`
      : table([columns.map((column) => column.toUpperCase()), ...cells]),
  )
  return 0
}

function isList(name: string): name is keyof typeof lists {
  return Object.hasOwn(lists, name)
}

async function testcases(options: ListOptions): Promise<readonly Row[]> {
  const checked = new Set((await loadChecks(options.suite)).map(({ id }) => id))
  const scopes = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
  return scopes.flatMap((scope) =>
    scope.testcases.map(({ id, description, manual, grounds, standard }) => ({
      testcase: id,
      judged: checked.has(id) ? 'yes' : manual ? 'by hand' : 'not yet',
      level: scope.level,
      layer: scope.layer,
      state: stateOf(scope),
      source: grounds?.sources.map(({ id }) => id).join(', ') ?? standard.id,
      description,
    })),
  )
}

async function scopes(): Promise<readonly Row[]> {
  const all = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
  return all.map((scope) => ({
    scope: scope.id,
    level: scope.level,
    layer: scope.layer,
    state: stateOf(scope),
    versions: scope.versions.map(({ version }) => version).join(' '),
    uuid: scope.uuid,
    name: scope.name,
  }))
}

function stateOf({ proposal }: Scope): string {
  return proposal ? 'proposal' : 'official'
}

async function standards(): Promise<readonly Row[]> {
  return (await loadStandards()).map(({ id, title, versions }) => ({
    standard: id,
    versions: versions.map(({ version, status }) => `${version} ${status}`).join(', '),
    title,
  }))
}

async function suites(options: ListOptions): Promise<readonly Row[]> {
  const { suites: own } = await import('../../suites/index.ts')
  const given = options.suite?.map((name) => ({ suite: name, checks: 'given by --suite' })) ?? []
  return [...own.map(({ id, checks }) => ({ suite: id, checks: String(checks.length) })), ...given]
}

async function formats(): Promise<readonly Row[]> {
  const { formats: all } = await import('../../reports/index.ts')
  const loaded = await Promise.all(Object.values(all).map((load) => load()))
  return loaded.map(({ name, extension }) => ({ format: name, extension }))
}
