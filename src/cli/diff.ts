import { compare, type Comparison } from '../comparison.ts'
import type { DiffOptions } from '../options.ts'
import type { Report } from '../report.ts'
import { compareEditions, type Edition } from '../scope-comparison.ts'
import { loadScope } from '../standards.ts'
import { UsageError } from '../usage-error.ts'
import { didYouMean } from '../did-you-mean.ts'
import { asMarkdown, asText, editionsAsMarkdown, editionsAsText } from './diff-text.ts'
import { isBundle, readBytes, readIntactBundle } from './evidence-file.ts'
import { oneLine } from './one-line.ts'
import { readReport } from './render.ts'

/**
 * `diff`: what changed between two reports or bundles, the earlier first, or between two versions of a scope.
 * Exit code 1 where a testcase is FAIL and was not before, 2 where only something that passed is not decided any more, or
 * a scope is gone.
 */
export async function diff(before: string, after: string, options: DiffOptions): Promise<number> {
  const editions = [editionNamed(before), editionNamed(after)] as const
  if (editions[0] && editions[1]) return diffEditions(await editions[0], await editions[1], options)
  if (editions[0] || editions[1]) {
    throw new UsageError('diff compares two reports or two versions of a scope, not one with the other')
  }
  const { pairs, alone } = pair(await reportsIn(before), await reportsIn(after))
  const found = pairs.map(([one, other]) => compare(one, other))
  for (const { scope, side } of alone) {
    process.stderr.write(`scs-conformance: only the ${side} bundle has a report on ${oneLine(scope)}; not compared\n`)
  }
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  else process.stdout.write(found.map(options.format === 'markdown' ? asMarkdown : asText).join('\n'))
  const code = codeOf(found)
  return code === 0 && alone.some(({ side }) => side === 'earlier') ? 2 : code
}

function codeOf(found: readonly Comparison[]): number {
  if (found.some(({ regressions, added }) => regressions.length > 0 || added.some(({ after }) => after === 'FAIL')))
    return 1
  return found.some(({ lost }) => lost.length > 0) ? 2 : 0
}

async function reportsIn(file: string): Promise<readonly Report[]> {
  if (file === '-') return [await readReport(file)]
  const bytes = await readBytes(file)
  return isBundle(bytes) ? (await readIntactBundle(file)).judged.map(({ report }) => report) : [await readReport(file)]
}

interface Pairs {
  readonly pairs: readonly (readonly [Report, Report])[]
  /** Scopes that only one of the two has a report on. */
  readonly alone: readonly { readonly scope: string; readonly side: 'earlier' | 'later' }[]
}

/** Two single reports whatever they are about; of several, those on the same scope. */
function pair(before: readonly Report[], after: readonly Report[]): Pairs {
  const [one] = before
  const [other] = after
  if (one && other && before.length === 1 && after.length === 1) return { pairs: [[one, other]], alone: [] }
  const pairs = before.flatMap((report) => {
    const match = after.find(({ scope }) => scope.id === report.scope.id)
    return match ? [[report, match] as const] : []
  })
  if (pairs.length === 0) throw new UsageError('the two bundles have no scope in common')
  const aloneIn = (side: 'earlier' | 'later', reports: readonly Report[]) =>
    reports.flatMap(({ scope: { id } }) => (pairs.some(([{ scope }]) => scope.id === id) ? [] : [{ scope: id, side }]))
  return { pairs, alone: [...aloneIn('earlier', before), ...aloneIn('later', after)] }
}

/** `scs-compatible-iaas@v5.1`, `./my-scope.yaml@v1` */
function editionNamed(name: string): Promise<Edition> | undefined {
  const [, scope, version] = /^([^@]+)@([\w.-]+)$/.exec(name) ?? []
  return scope === undefined || version === undefined ? undefined : editionOf(scope, version)
}

async function editionOf(name: string, wanted: string): Promise<Edition> {
  const scope = await loadScope(name)
  const version = scope.versions.find((candidate) => candidate.version === wanted)
  if (version) return { scope, version }
  const known = scope.versions.map((candidate) => candidate.version)
  throw new UsageError(`${scope.name} has no version ${wanted}${didYouMean(wanted, known)}; it has ${known.join(', ')}`)
}

function diffEditions(before: Edition, after: Edition, { format }: DiffOptions): number {
  const changes = compareEditions(before, after)
  if (format === 'json') process.stdout.write(`${JSON.stringify(changes, null, 2)}\n`)
  else process.stdout.write((format === 'markdown' ? editionsAsMarkdown : editionsAsText)(before, after, changes))
  return 0
}
