import type { Layer, Level } from './report.ts'
import type { Lifetime, Scope } from './scope.ts'
import type { DraftModule, ScopeDraft } from './scope-draft.ts'
import type { SourceDocument } from './yaml-document.ts'

/** A scope file in our format, as standards/scope.schema.json says. */
type OwnScope = Pick<
  Scope,
  'id' | 'uuid' | 'name' | 'url' | 'level' | 'layer' | 'prerequisite' | 'proposal' | 'timeline'
> &
  Pick<ScopeDraft, 'modules' | 'versions'> & {
    readonly sources?: ScopeDraft['sources']
    readonly testcases: readonly (string | Omit<ScopeDraft['testcases'][number], 'at'>)[]
  }

/** A scope file in the official format, as standards/official-scope.schema.json says. */
interface OfficialScope extends Pick<Scope, 'uuid' | 'name' | 'url' | 'timeline'> {
  readonly scripts: readonly { readonly executable?: string; readonly testcases?: readonly OfficialTestcase[] }[]
  readonly modules: readonly (Omit<DraftModule, 'targets' | 'standard'> & Partial<Pick<DraftModule, 'targets'>>)[]
  readonly versions: readonly {
    readonly version: string
    readonly stabilized_at?: string
    readonly include: readonly (string | { readonly ref: string })[]
  }[]
}

interface OfficialTestcase {
  readonly id: string
  readonly description?: string
  readonly url?: string
  readonly lifetime?: Lifetime
  readonly section?: string
}

/** Which of the two formats a scope file is written in. */
export function formatOf({ data }: SourceDocument): 'own' | 'official' {
  const keys = typeof data === 'object' && data !== null ? Object.keys(data) : []
  if (keys.includes('scripts')) return 'official'
  return keys.some((key) => ['id', 'level', 'layer', 'testcases'].includes(key)) ? 'own' : 'official'
}

/** Reads a document that scope.schema.json has found valid. */
export function draftOfOwn({ data }: SourceDocument): ScopeDraft {
  const { id, uuid, name, url, level, layer, prerequisite, proposal, ...rest } = data as OwnScope
  const { sources = [], testcases, modules, versions, timeline } = rest
  const head = { id, uuid, name, url, level, layer }
  return {
    head: { ...head, ...(prerequisite === undefined ? {} : { prerequisite }), ...(proposal ? { proposal } : {}) },
    sources,
    testcases: testcases.map((testcase, i) => ({
      ...(typeof testcase === 'string' ? { id: testcase } : testcase),
      at: ['testcases', i],
    })),
    modules,
    versions,
    timeline,
  }
}

/**
 * Reads a document that official-scope.schema.json has found valid.
 * @throws UsageError where its name tells no level or layer.
 */
export function draftOfOfficial(document: SourceDocument): ScopeDraft {
  const { uuid, name, url, scripts, modules, versions, timeline } = document.data as OfficialScope
  const { level, layer } = rungOf(document, name)
  return {
    head: { id: `scs-${level}-${layer}`, uuid, name, url, level, layer },
    sources: [],
    testcases: scripts.flatMap(({ executable, testcases = [] }, i) =>
      testcases.map(({ url: testNotesUrl, description, ...rest }, j) => ({
        ...rest,
        ...(description ? { description: description.replace(/\s+/g, ' ').trim() } : {}),
        ...(testNotesUrl ? { testNotesUrl } : {}),
        manual: executable === undefined,
        at: ['scripts', i, 'testcases', j, 'id'],
      })),
    ),
    modules: modules.map(({ id, name, url, targets = {} }) => ({
      id,
      ...(name ? { name } : {}),
      ...(url ? { url } : {}),
      targets,
    })),
    versions: versions.map(({ version, stabilized_at: stabilizedAt, include }) => ({
      version,
      ...(stabilizedAt ? { stabilizedAt } : {}),
      include: include.map((module) => (typeof module === 'string' ? module : module.ref)),
    })),
    timeline,
  }
}

/** The official format has no keys for level and layer; its names tell: `SCS-compatible IaaS`. */
function rungOf(document: SourceDocument, name: string): { level: Level; layer: Layer } {
  const level = /\bSCS-(compatible|open|sovereign)\b/i.exec(name)?.[1]?.toLowerCase()
  const layer = /\b(IaaS|KaaS)\b/i.exec(name)?.[1]?.toLowerCase()
  const missing = [
    level ? [] : 'level (SCS-compatible, SCS-open or SCS-sovereign)',
    layer ? [] : 'layer (IaaS or KaaS)',
  ]
  if (!level || !layer)
    throw document.error(['name'], `${JSON.stringify(name)} names no ${missing.flat().join(' and no ')}`)
  return { level, layer } as { level: Level; layer: Layer } // what the two expressions let through
}
