import { readdirSync, statSync } from 'node:fs'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { endOf, worthOf } from '../attestation/attestation.ts'
import { evidenceProblems, readAttestation, vouchedFor } from '../attestation/attestation-file.ts'
import type { Observation } from '../certification/score-card.ts'
import { officialReport } from '../official-report.ts'
import type { Report } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { isBundle, readBytes, readIntactBundle } from './evidence-file.ts'

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
  /** Why it says nothing: an attestation that is unsigned or expired, or whose evidence was changed. */
  readonly worthless?: string
}

/**
 * Reads all that is named: reports (also in bundles), reports of the official suite (several documents a file) and attestations;
 * folders are read whole, patterns expanded. Each report once, however often it is named.
 * @throws UsageError for a file that is none of these, so that no known report is left out silently.
 */
export async function readSources(
  names: readonly string[],
  at: string,
  allowedSigners: string | undefined,
): Promise<readonly Source[]> {
  const sources = new Map<string, Source>()
  for (const file of names.flatMap((name) => filesNamed(name))) {
    for (const source of await readSource(file, at, allowedSigners)) {
      if (!sources.has(source.id)) sources.set(source.id, source)
    }
  }
  return [...sources.values()]
}

/** Signatures and what other formats make of a report stand beside them and are no sources. */
const sourceName = /\.(json|ya?ml|zip)$/i

function filesNamed(name: string): readonly string[] {
  if (/[*?[]/.test(name)) {
    const found = globSync(name)
      .filter((file) => sourceName.test(file))
      .toSorted()
    if (found.length === 0) throw new UsageError(`${name}: no report or attestation has such a name`)
    return found
  }
  const isFolder = statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false
  if (!isFolder) return [name]
  const inside = readdirSync(name)
    .filter((file) => sourceName.test(file))
    .toSorted()
  if (inside.length === 0) throw new UsageError(`${name}: there is no report and no attestation in this folder`)
  return inside.map((file) => join(name, file))
}

async function readSource(file: string, at: string, allowedSigners: string | undefined): Promise<readonly Source[]> {
  const { validateReport } = await import('../../reports/validate.ts')
  const bytes = await readBytes(file)
  if (isBundle(bytes)) {
    const { judged } = await readIntactBundle(file)
    return judged.map(({ report }) => ofReport(report, file))
  }
  const documents = documentsIn(bytes, file)
  const sources: Source[] = []
  for (const document of documents) {
    const format =
      typeof document === 'object' && document !== null && 'format' in document ? document.format : undefined
    if (format === 'scs-conformance-attestation/1') sources.push(await ofAttestation(file, at, allowedSigners))
    else if (format === 'scs-conformance-report/1') {
      const wrong = validateReport(document)
      if (wrong !== null) throw new UsageError(`${file}: is no scs-conformance-report/1: ${wrong}`)
      sources.push(ofReport(document as Report, file)) // the schema says so
    } else sources.push(ofOfficial(document, file))
  }
  return sources
}

function documentsIn(bytes: Uint8Array, file: string): readonly unknown[] {
  const text = new TextDecoder().decode(bytes)
  try {
    if (text.trimStart().startsWith('{')) return [JSON.parse(text) as unknown]
    const documents = parseAllDocuments(text, { schema: 'core', logLevel: 'silent' })
    if (!Array.isArray(documents) || documents.length === 0) throw new Error('it is empty')
    return documents.map((document) => {
      const [error] = document.errors
      if (error) throw error
      return document.toJS({ maxAliasCount: 20 }) as unknown
    })
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new UsageError(`${file}: is neither JSON nor YAML (${why})`, { cause: error })
  }
}

function ofReport({ uuid, subject, scope, finishedAt, results }: Report, file: string): Source {
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
  return { id: uuid, file, kind: 'report', subject, scopeUuid: scope.uuid, checkedAt: finishedAt, observations }
}

function ofOfficial(document: unknown, file: string): Source {
  const official = officialReport(document)
  if (!official)
    throw new UsageError(`${file}: is neither a report of this tool or of the official suite, nor an attestation`)
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
