import { didYouMean } from '../did-you-mean.ts'
import { closure } from '../fact-store.ts'
import type { ListOptions } from '../options.ts'
import { costOf } from '../plan.ts'
import { actingFacts, costInWords, makingInWords } from './making-words.ts'
import { findStandard, loadScope, scopeIds } from '../standards.ts'
import type { Grounds, Scope, ScopeTestcase } from '../scope.ts'
import { UsageError } from '../usage-error.ts'
import { loadChecks } from './selection.ts'

/** `explain`: what a testcase demands, why, what it reads and costs, where it counts, and how to mend it. */
export async function explain(id: string, options: ListOptions): Promise<number> {
  const [checks, scopes, known] = await Promise.all([
    loadChecks(options.suite),
    Promise.all((await scopeIds()).map((scope) => loadScope(scope))),
    findStandard(id),
  ])
  const check = checks.find((candidate) => candidate.id === id)
  const listed = scopes.flatMap((scope) =>
    scope.testcases.filter((testcase) => testcase.id === id).map((testcase) => ({ scope, testcase })),
  )
  const testcase = listed[0]?.testcase
  if (!check && !testcase && !known) {
    const ids = scopes.flatMap((scope) => scope.testcases.map((candidate) => candidate.id))
    throw new UsageError(`there is no testcase ${JSON.stringify(id)}${didYouMean(id, ids)}; see 'scs-conformance list'`)
  }
  const standard = known?.standard ?? testcase?.standard
  const explanation = {
    id,
    demands: known?.description ?? testcase?.description ?? check?.title ?? id,
    ...(known ? { why: known.rationale, remedy: known.remedy } : {}),
    ...(standard ? { standard: `${standard.id} ${standard.title}`, url: standard.url } : {}),
    ...(testcase?.testNotesUrl ? { testNotes: testcase.testNotesUrl } : {}),
    judged: check
      ? 'by this version'
      : testcase?.manual
        ? 'by hand; it takes an attestation'
        : 'not yet by this version',
    ...(check
      ? {
          reads: [...closure(check.needs)].map(({ name }) => name),
          creates: actingFacts(check).map(({ makes: { what, stays, room } }) => ({
            what,
            stays,
            ...(room ? { room } : {}),
          })),
          cost: costOf([check]),
        }
      : {}),
    ...(testcase ? { lifetime: testcase.lifetime, section: testcase.section } : {}),
    countsIn: listed.flatMap(({ scope }) =>
      scope.versions.flatMap(({ version, targets }) =>
        Object.entries(targets).flatMap(([target, ids]) =>
          ids.includes(id) ? [`${scope.name} ${version}: ${target}`] : [],
        ),
      ),
    ),
    ...groundsIn(listed),
  }
  const inWords = check && {
    creates:
      actingFacts(check)
        .map(({ makes }) => makingInWords(makes))
        .join('; ') || 'nothing',
    cost: costInWords(costOf([check])) || 'nothing beyond signing in',
  }
  process.stdout.write(
    options.json ? `${JSON.stringify(explanation, null, 2)}\n` : asText({ ...explanation, ...inWords }),
  )
  return 0
}

/** What proposals say of a testcase: how it is decided, whence it comes, and why it is at that level. */
interface Founded extends Pick<Grounds, 'decidedBy' | 'sources'> {
  readonly handedIn?: Grounds['handedIn']
  readonly levels: readonly (Pick<Grounds, 'basis' | 'why'> & { readonly scope: string; readonly state: string })[]
}

function groundsIn(
  listed: readonly { readonly scope: Scope; readonly testcase: ScopeTestcase }[],
): Founded | Record<string, never> {
  const founded = listed.flatMap(({ scope, testcase: { grounds } }) => (grounds ? [{ scope, grounds }] : []))
  const [first] = founded
  if (!first) return {}
  const { sources, decidedBy, handedIn } = first.grounds
  return {
    decidedBy,
    ...(handedIn.length > 0 ? { handedIn } : {}),
    sources,
    levels: founded.map(({ scope, grounds: { basis, why } }) => ({
      scope: scope.name,
      state: scope.proposal ? 'proposal' : 'official',
      basis,
      why,
    })),
  }
}

const bases = {
  level: 'a document names it for this level',
  document: 'a document has it; that it belongs to this level is our reading',
  proposal: 'our proposal',
} satisfies Record<Grounds['basis'], string>

const labels: Readonly<Record<string, string>> = {
  demands: 'Demands',
  why: 'Why',
  remedy: 'To mend',
  standard: 'Standard',
  url: '',
  testNotes: 'Test notes',
  judged: 'Judged',
  reads: 'Reads',
  creates: 'Creates',
  cost: 'Cost',
  lifetime: 'Counts for a',
  section: 'Section',
  countsIn: 'Counts in',
  decidedBy: 'Decided by',
  handedIn: 'Hand in',
  sources: 'Source',
  levels: 'Level',
}

function asText({ id, ...rest }: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(rest).flatMap(([key, value]) =>
    linesOf(key, value).map((line, i) => `  ${(i === 0 ? (labels[key] ?? key) : '').padEnd(13)} ${line}\n`),
  )
  return `${String(id)}\n${lines.join('')}`
}

function linesOf(key: string, value: unknown): readonly string[] {
  if (key === 'sources')
    return (value as Founded['sources']).flatMap(({ document, url, says }) => [`${document}: ${says}`, url])
  if (key === 'levels')
    return [...Map.groupBy(value as Founded['levels'], ({ basis, why }) => `${bases[basis]}: ${why}`)].map(
      ([text, all]) => `${all.map(({ scope }) => scope).join(' and ')}, ${text}`,
    )
  if (key === 'handedIn') return [`${inWords(value)}, in the file of --provider (docs/provider-file.md)`]
  return [inWords(value)]
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : 'no version'
  return String(value)
}
