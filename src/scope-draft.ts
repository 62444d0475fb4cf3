import { didYouMean } from './did-you-mean.ts'
import type { Target } from './report.ts'
import type { Grounds, Scope, ScopeSource, ScopeTestcase, ScopeVersion } from './scope.ts'
import type { Standard } from './standard.ts'
import { standardOf, standardNamed } from './standard.ts'
import type { Path, SourceDocument } from './yaml-document.ts'

export const targets = ['main', 'recommended', 'preview'] as const satisfies readonly Target[]

/** What the formats of scope files have in common, before its references are followed. */
export interface ScopeDraft {
  readonly head: Pick<Scope, 'id' | 'uuid' | 'name' | 'url' | 'level' | 'layer' | 'prerequisite' | 'proposal'>
  readonly sources: readonly ScopeSource[]
  readonly testcases: readonly DraftTestcase[]
  readonly modules: readonly DraftModule[]
  readonly versions: readonly {
    readonly version: string
    readonly stabilizedAt?: string
    readonly include: readonly string[]
  }[]
  readonly timeline: Scope['timeline']
}

export interface DraftTestcase {
  readonly id: string
  readonly description?: string
  readonly testNotesUrl?: string
  readonly lifetime?: ScopeTestcase['lifetime']
  readonly section?: string
  readonly manual?: boolean
  /** Ids of sources; where there are any, so is the rest of what a requirement is founded on. */
  readonly sources?: readonly string[]
  readonly basis?: Grounds['basis']
  readonly decidedBy?: Grounds['decidedBy']
  readonly handedIn?: readonly string[]
  readonly why?: string
  /** Where it stands in the file. */
  readonly at: Path
}

export interface DraftModule {
  readonly id: string
  /** A document of our standards, such as scs-0100-v3. */
  readonly standard?: string
  readonly name?: string
  readonly url?: string
  readonly targets: Readonly<Partial<Record<Target, readonly string[]>>>
}

/**
 * Follows the references of a draft.
 * @throws UsageError for a reference that leads nowhere, and for duplicates.
 */
export function makeScope(draft: ScopeDraft, document: SourceDocument, standards: readonly Standard[]): Scope {
  checkReferences(draft, document, standards)
  const testcases = draft.testcases.map((testcase) => makeTestcase(testcase, draft, standards))
  const versions = draft.versions.map((version) => makeVersion(version, draft))
  const sources = draft.sources.length > 0 ? { sources: draft.sources } : {}
  return { ...draft.head, ...sources, digest: document.digest, testcases, versions, timeline: draft.timeline }
}

function checkReferences(draft: ScopeDraft, document: SourceDocument, standards: readonly Standard[]): void {
  if (draft.head.prerequisite !== undefined && draft.head.level === 'compatible') {
    throw document.error(['prerequisite'], 'SCS-compatible is the lowest level and has none')
  }
  for (const [i, { versions }] of draft.timeline.entries()) {
    const inForce = Object.keys(versions).find((name) => ['effective', 'warn'].includes(versions[name] ?? ''))
    if (draft.head.proposal && inForce !== undefined) {
      throw document.error(['timeline', i, 'versions', inForce], 'a proposal is in force on no day; write draft')
    }
  }
  const testcases = distinct(
    draft.testcases.map(({ id, at }) => [id, at]),
    'testcase',
    document,
  )
  const modules = distinct(
    draft.modules.map(({ id }, i) => [id, ['modules', i, 'id']]),
    'module',
    document,
  )
  const versions = distinct(
    draft.versions.map(({ version }, i) => [version, ['versions', i, 'version']]),
    'version',
    document,
  )
  distinct(
    draft.timeline.map(({ date }, i) => [date, ['timeline', i, 'date']]),
    'date',
    document,
  )
  const mustKnow = (kind: string, name: string, known: ReadonlySet<string>, path: Path) => {
    if (!known.has(name)) throw document.error(path, `there is no ${kind} ${name}${didYouMean(name, known)}`)
  }
  const documents = new Set(standards.flatMap(({ id, versions }) => versions.map(({ version }) => `${id}-${version}`)))
  const sources = distinct(
    draft.sources.map(({ id }, i) => [id, ['sources', i, 'id']]),
    'source',
    document,
  )
  for (const { sources: named = [], at } of draft.testcases) {
    for (const [i, id] of named.entries()) mustKnow('source', id, sources, [...at, 'sources', i])
  }
  for (const [i, module] of draft.modules.entries()) {
    if (module.standard !== undefined) mustKnow('standard', module.standard, documents, ['modules', i, 'standard'])
    for (const target of targets) {
      for (const [j, id] of (module.targets[target] ?? []).entries()) {
        mustKnow('testcase', id, testcases, ['modules', i, 'targets', target, j])
      }
    }
  }
  for (const [i, { include }] of draft.versions.entries()) {
    for (const [j, id] of include.entries()) mustKnow('module', id, modules, ['versions', i, 'include', j])
  }
  for (const [i, entry] of draft.timeline.entries()) {
    for (const name of Object.keys(entry.versions))
      mustKnow('version', name, versions, ['timeline', i, 'versions', name])
  }
}

function distinct(names: readonly (readonly [string, Path])[], kind: string, document: SourceDocument): Set<string> {
  const seen = new Set<string>()
  for (const [name, path] of names) {
    if (seen.has(name)) throw document.error(path, `the ${kind} ${name} is there twice`)
    seen.add(name)
  }
  return seen
}

function makeTestcase(testcase: DraftTestcase, draft: ScopeDraft, standards: readonly Standard[]): ScopeTestcase {
  const { id, lifetime = 'week', section = 'light', manual = false } = testcase
  const known = standardOf(standards, id)
  const testNotesUrl = testcase.testNotesUrl ?? known?.testNotesUrl
  const description = testcase.description ?? known?.description ?? id
  const remedy = known ? { remedy: known.remedy } : {}
  const standard = known?.standard ?? standardByModule(testcase, draft, standards)
  const grounds = groundsOf(testcase, draft.sources)
  const rest = { ...(testNotesUrl ? { testNotesUrl } : {}), lifetime, section, manual, standard }
  return { id, description, ...remedy, ...rest, ...(grounds ? { grounds } : {}) }
}

function groundsOf(
  { sources, basis, decidedBy, handedIn = [], why }: DraftTestcase,
  known: ScopeDraft['sources'],
): Grounds | undefined {
  if (!sources || !basis || !decidedBy || why === undefined) return undefined // the schema: all or none
  return { sources: sources.flatMap((id) => known.find((one) => one.id === id) ?? []), basis, decidedBy, handedIn, why }
}

function standardByModule(
  { id, testNotesUrl }: DraftTestcase,
  { head, modules }: ScopeDraft,
  standards: readonly Standard[],
): ScopeTestcase['standard'] {
  const module = modules.find((candidate) => targets.some((target) => candidate.targets[target]?.includes(id)))
  if (!module) return { id: head.id, title: head.name, url: testNotesUrl ?? head.url }
  const named = module.standard === undefined ? undefined : standardNamed(standards, module.standard)
  return named ?? { id: module.id, title: module.name ?? module.id, url: module.url ?? testNotesUrl ?? head.url }
}

function makeVersion(
  { version, stabilizedAt, include }: ScopeDraft['versions'][number],
  draft: ScopeDraft,
): ScopeVersion {
  const modules = draft.modules.filter(({ id }) => include.includes(id))
  const ofTargets: Partial<Record<Target, readonly string[]>> = {}
  for (const target of targets) {
    const named = new Set(modules.flatMap((module) => module.targets[target] ?? []))
    if (named.size > 0) ofTargets[target] = draft.testcases.flatMap(({ id }) => (named.has(id) ? [id] : []))
  }
  return { version, ...(stabilizedAt ? { stabilizedAt } : {}), targets: ofTargets }
}
