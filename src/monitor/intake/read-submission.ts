import { unzip } from 'fflate'
import { parseAllDocuments } from 'yaml'
import { readBundle } from '../../evidence/bundle.ts'
import type { Report } from '../../report.ts'
import { isNotTooDeep } from './depth.ts'
import { receivedOfficial, receivedOwn } from './read-report.ts'
import type { ContentType, ReadSubmission, ReceivedReport } from './received.ts'

/** As `validateReport` of reports/: null for a report that keeps to its schema, else what is wrong. */
type Validate = (report: unknown) => string | null

const mostDocuments = 500
/** What a bundle may hold when unpacked. */
const mostUnpackedBytes = 128 * 2 ** 20

/**
 * Reads reports from what was posted: YAML documents, one JSON document, or a bundle. Each is one of ours or an official one.
 * Pure. Rejects with an Error whose message says what is wrong, in one sentence.
 */
export async function readSubmission(
  type: ContentType,
  bytes: Uint8Array,
  validate: Validate,
): Promise<ReadSubmission> {
  if (type === 'application/zip') return readBundled(bytes, validate)
  const documents = type === 'application/x-signed-json' ? [json(textOf(bytes))] : yaml(textOf(bytes))
  return { reports: documents.map((document, index) => received(document, index, documents.length, validate)) }
}

async function readBundled(bytes: Uint8Array, validate: Validate): Promise<ReadSubmission> {
  await checkUnpacked(bytes)
  const { judged, manifestBytes, signature, tampering } = await readBundle(bytes, validate)
  const [changed] = tampering
  if (changed !== undefined) throw new Error(`the bundle was tampered with: ${changed}`)
  const reports = judged.map(({ report }) => receivedOwn(report, JSON.stringify(report)))
  return { reports, manifest: { bytes: manifestBytes, ...(signature === undefined ? {} : { signature }) } }
}

/** Sizes are known before anything is unpacked. */
async function checkUnpacked(bytes: Uint8Array): Promise<void> {
  let size = 0
  await new Promise<void>((resolve, reject) => {
    const filter = ({ originalSize }: { readonly originalSize: number }) => {
      size += originalSize
      return false
    }
    unzip(bytes, { filter }, (error) =>
      error ? reject(new Error('is not a ZIP archive, or a broken one')) : resolve(),
    )
  })
  if (size > mostUnpackedBytes) {
    throw new Error(`the bundle is larger than ${mostUnpackedBytes / 2 ** 20} MiB when unpacked`)
  }
}

function received(document: unknown, index: number, count: number, validate: Validate): ReceivedReport {
  try {
    if (!isNotTooDeep(document)) throw new Error('is nested too deeply')
    const { format } = (document ?? {}) as { readonly format?: unknown }
    if (typeof format !== 'string' || !format.startsWith('scs-conformance-report/')) return receivedOfficial(document)
    const wrong = validate(document)
    if (wrong !== null) throw new Error(`is no scs-conformance-report/1: ${wrong}`)
    return receivedOwn(document as Report, JSON.stringify(document)) // the schema says so
  } catch (error) {
    const which = count === 1 ? 'the document' : `document ${index + 1}`
    throw new Error(`${which} ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new Error('the reports are not text in UTF-8', { cause: error })
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new Error(`the report is not JSON (${inShort(error)})`, { cause: error })
  }
}

function yaml(text: string): readonly unknown[] {
  try {
    const documents = parseAllDocuments(text, { schema: 'core', logLevel: 'silent', prettyErrors: false })
    if (!Array.isArray(documents) || documents.length === 0) throw new Error('they are empty')
    if (documents.length > mostDocuments) throw new Error(`more than ${mostDocuments} documents; post them in parts`)
    return documents.map((document) => {
      const [error] = document.errors
      if (error) throw error
      return document.toJS({ maxAliasCount: 20 }) as unknown
    })
  } catch (error) {
    throw new Error(`the reports are no YAML that is taken here (${inShort(error)})`, { cause: error })
  }
}

function inShort(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  return (said.split('\n')[0] ?? '').slice(0, 200)
}
