import { parseAllDocuments } from 'yaml'
import { endOf, worthOf } from '../attestation/attestation.ts'
import { evidenceProblems, readAttestation, vouchedFor } from '../attestation/attestation-file.ts'
import type { Observation } from '../certification/score-card.ts'
import { officialReport } from '../official-report.ts'
import { findDepth } from '../provider/json-depth.ts'
import type { Report } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { isBundle, readBytes, readIntactBundle } from './evidence-file.ts'
import { candidates } from './score-files.ts'

/** One report or attestation, and what it says. */
export interface Source {
  /** Uuid of the report, or digest of the attestation. */
  readonly id: string
  readonly file: string
  readonly kind: 'report' | 'official report' | 'attestation'
  readonly subject: string
  /** Uuid of the scope; null for an attestation, which counts wherever its testcase does. */
  readonly scopeUuid: string | null
  /** ISO 8601, UTC */
  readonly checkedAt: string
  readonly observations: readonly Observation[]
  /** The whole of it, where it is one of this tool. */
  readonly report?: Report
  /** Why it says nothing: an attestation that is unsigned or expired, or whose evidence was changed. */
  readonly worthless?: string
}

/** What was named, and what lies in the folders that were named. */
export interface Sources {
  readonly sources: readonly Source[]
  /** Files in these folders that are neither. */
  readonly others: readonly string[]
}

/**
 * Reads all that is named: reports (also in bundles), reports of the official suite (several documents a file) and attestations;
 * folders are read whole, patterns expanded. Each report once, however often it is named.
 * @throws UsageError for a file that was named and is none of these, and for one that says it is and cannot be read, wherever it
 * lies, so that no known report is left out silently.
 */
export async function readSources(
  names: readonly string[],
  at: string,
  allowedSigners: string | undefined,
): Promise<Sources> {
  const sources = new Map<string, Source>()
  const others = new Set<string>()
  for (const name of names) {
    let any = false
    for (const { file, found, promising } of candidates(name)) {
      const read = promising ? await readSource(file, at, allowedSigners) : undefined
      if (typeof read === 'object') {
        any = true
        for (const source of read) if (!sources.has(source.id)) sources.set(source.id, source)
      } else if (found) others.add(file)
      else throw new UsageError(`${file}: ${read}`)
    }
    if (!any) throw new UsageError(`${name}: there is no report and no attestation in it`)
  }
  return { sources: [...sources.values()], others: [...others] }
}

/** A bundle of a cloud with 50,000 images is less; what is more is hardly what was meant. */
const mostBytes = 256 * 1024 * 1024
/** Reports nest a dozen levels. */
const mostDepth = 100

/** What a file says; or, where it does not even say that it is a report or an attestation, what is wrong with it. */
async function readSource(
  file: string,
  at: string,
  allowedSigners: string | undefined,
): Promise<readonly Source[] | string> {
  const bytes = await readBytes(file, mostBytes)
  if (isBundle(bytes)) return ofBundle(bytes, file)
  const documents = documentsIn(bytes)
  if (typeof documents === 'string') {
    if (saysSo.test(bytes.toString('utf8'))) throw new UsageError(`${file}: ${documents}`)
    return documents
  }
  const { validateReport } = await import('../../reports/validate.ts')
  const sources: Source[] = []
  const strangers: unknown[] = []
  for (const document of documents) {
    const format = formatOf(document)
    if (format?.startsWith('scs-conformance-attestation/')) sources.push(await ofAttestation(file, at, allowedSigners))
    else if (format?.startsWith('scs-conformance-report/')) {
      const wrong = validateReport(document)
      if (wrong !== null) throw new UsageError(`${file}: is no scs-conformance-report/1: ${wrong}`)
      sources.push(ofReport(document as Report, file)) // the schema says so
    } else {
      const official = ofOfficial(document, file)
      if (official) sources.push(official)
      else strangers.push(document)
    }
  }
  if (strangers.length === 0) return sources
  const why = 'is neither a report of this tool or of the official suite, nor an attestation'
  if (sources.length > 0) throw new UsageError(`${file}: a document in it ${why}`)
  return why
}

/** How the text of a report or attestation begins, though it may end too early. */
const saysSo = /"?\bformat"?\s*:\s*["']?scs-conformance-(report|attestation)\//

function formatOf(document: unknown): string | undefined {
  const { format } = (document ?? {}) as { readonly format?: unknown }
  return typeof format === 'string' ? format : undefined
}

async function ofBundle(bytes: Buffer, file: string): Promise<readonly Source[] | string> {
  // Names in a ZIP archive are not packed: a bundle is told from other archives, though it ends too early.
  if (!bytes.includes('facts.json')) return 'is no bundle: it holds no facts.json'
  const { judged } = await readIntactBundle(file)
  return judged.map(({ report }) => ofReport(report, file))
}

/** The documents of a JSON or YAML text, or why it is neither. */
function documentsIn(bytes: Uint8Array): readonly unknown[] | string {
  const text = new TextDecoder().decode(bytes)
  try {
    if (text.trimStart().startsWith('{')) {
      if (findDepth(text, mostDepth)) throw new Error(`it is nested more than ${mostDepth} levels deep`)
      return [JSON.parse(text) as unknown]
    }
    const documents = parseAllDocuments(text, { schema: 'core', logLevel: 'silent' })
    if (!Array.isArray(documents) || documents.length === 0) throw new Error('it is empty')
    return documents.map((document) => {
      const [error] = document.errors
      if (error) throw error
      return document.toJS({ maxAliasCount: 20 }) as unknown
    })
  } catch (error) {
    return `is neither JSON nor YAML (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`
  }
}

function ofReport(report: Report, file: string): Source {
  const { uuid, subject, scope, finishedAt, results } = report
  const observations = Object.entries(results).flatMap(([testcase, { verdict, startedAt, expiresAt, attempts }]) =>
    verdict === 'MISS' || startedAt === null
      ? []
      : [
          {
            testcase,
            verdict,
            checkedAt: startedAt,
            attempts,
            source: uuid,
            ...(expiresAt === null ? {} : { expiresAt }),
          },
        ],
  )
  const head = { id: uuid, file, kind: 'report', subject, scopeUuid: scope.uuid, checkedAt: finishedAt } as const
  return { ...head, observations, report }
}

function ofOfficial(document: unknown, file: string): Source | undefined {
  const official = officialReport(document)
  if (!official) return undefined
  const { uuid, subject, scopeUuid, checkedAt, verdicts } = official
  const observations = [...verdicts].map(([testcase, verdict]) => ({ testcase, verdict, checkedAt, source: uuid }))
  return { id: uuid, file, kind: 'official report', subject, scopeUuid, checkedAt, observations }
}

async function ofAttestation(file: string, at: string, allowedSigners: string | undefined): Promise<Source> {
  const read = await readAttestation(file)
  const { testcase, subject, date } = read.attestation
  // Without a list of whose keys count, a signature is nobody's.
  const vouched =
    allowedSigners === undefined ? { attester: null, assessor: null } : await vouchedFor(read, allowedSigners)
  const worth = worthOf(read.attestation, vouched, at)
  const checkedAt = `${date}T00:00:00.000Z`
  const head = { id: read.digest, file, kind: 'attestation', subject, scopeUuid: null, checkedAt } as const
  if (worth.verdict === 'MISS') {
    const hint = allowedSigners === undefined ? '; name the keys that count with --allowed-signers' : ''
    return { ...head, observations: [], worthless: `${worth.state}: ${worth.why}${hint}` }
  }
  // Evidence may be kept where the score is not made; where it is there, it has to be what was signed for.
  const changed = (await evidenceProblems(read)).find(({ is }) => is === 'changed')
  if (changed) return { ...head, observations: [], worthless: `invalid: ${changed.message}` }
  const tentative = worth.state === 'tentative'
  const observation = {
    testcase,
    verdict: worth.verdict,
    checkedAt,
    expiresAt: endOf(read.attestation),
    source: read.digest,
  }
  return { ...head, observations: [{ ...observation, ...(tentative ? { tentative } : {}) }] }
}
