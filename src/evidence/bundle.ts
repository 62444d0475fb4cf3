import canonicalize from 'canonicalize'
import { isRecord } from '../answer.ts'
import type { Report } from '../report.ts'
import type { Scope } from '../scope.ts'
import type { Standard } from '../standard.ts'
import { digestOf } from '../yaml-document.ts'
import { pack, unpack, type Files } from './archive.ts'
import { listFiles, manifestName, signatureName, tampering, type Manifest } from './manifest.ts'
import type { DataUsed } from './data-used.ts'
import type { Recording } from './recording.ts'
import type { Judged } from './rejudge.ts'

/** One run with all that it takes to judge it again, elsewhere and later. */
export interface Bundle {
  /** A report a scope, each with the scope as it was resolved from its file and the standards. */
  readonly judged: readonly Judged[]
  readonly recording: Recording
  /** The standards that its testcases come from, as they were known then. */
  readonly standards: readonly Standard[]
  readonly data: readonly DataUsed[]
}

/** A bundle as read from a file. */
export interface ReadBundle extends Bundle {
  /** As in Bundle; `digest` is `sha256:` and the hex digest of the bytes of the report. */
  readonly judged: readonly (Judged & { readonly digest: string })[]
  readonly manifest: Manifest
  /** The bytes that a signature is made over. */
  readonly manifestBytes: Uint8Array
  /** The armored SSH signature; absent where the bundle is not signed. */
  readonly signature?: string
  /** What is not as the manifest says. */
  readonly tampering: readonly string[]
}

const reports = 'reports/'
const scopes = 'scopes/'
const standardsFolder = 'standards/'
const factsName = 'facts.json'
const dataName = 'data.json'

/**
 * One ZIP file: `manifest.json` with the SHA-256 of every other file, `facts.json` in canonical JSON (RFC 8785), a report and
 * the resolved scope for each scope of the run, the standards, and the dates of the data that was judged by. Same run, same bytes.
 *
 * @param render the text of a report.json
 */
export function writeBundle(
  { judged, recording, standards, data }: Bundle,
  render: (report: Report) => string,
): Uint8Array {
  const [first] = judged
  if (!first) throw new Error('a bundle holds at least one report')
  const files: Record<string, Uint8Array> = { [factsName]: canonical(recording), [dataName]: canonical(data) }
  for (const { scope, report } of judged) {
    files[`${reports}${scope.id}.json`] = bytesOf(render(report))
    files[`${scopes}${scope.id}.json`] = canonical(scope)
  }
  for (const standard of standards) files[`${standardsFolder}${standard.id}.json`] = canonical(standard)
  const { creator, finishedAt: createdAt } = first.report
  const manifest: Manifest = { format: 'scs-conformance-bundle/1', creator, createdAt, files: listFiles(files) }
  return pack({ ...files, [manifestName]: bytesOf(`${JSON.stringify(manifest, null, 2)}\n`) })
}

/** The same bundle with this signature of its manifest. */
export async function withSignature(archive: Uint8Array, signature: string): Promise<Uint8Array> {
  return pack({ ...(await unpack(archive)), [signatureName]: bytesOf(signature) })
}

/**
 * Reads a bundle. Tampering is told, not refused; what is no bundle at all rejects with an Error whose message completes
 * "FILE: …".
 *
 * @param validate tells what is wrong with a report, null where nothing is
 */
export async function readBundle(
  archive: Uint8Array,
  validate: (report: unknown) => string | null,
): Promise<ReadBundle> {
  const { [manifestName]: manifestBytes, [signatureName]: signature, ...files } = await unpack(archive)
  if (!manifestBytes) throw new Error(`holds no ${manifestName}: it is no evidence bundle`)
  const manifest = asManifest(json(manifestBytes, manifestName))
  const judged = Object.keys(files)
    .filter((name) => name.startsWith(reports))
    .toSorted()
    .map((name) => judgedIn(files, name, validate))
  if (judged.length === 0) throw new Error('holds no report')
  return {
    judged,
    recording: asRecording(json(files[factsName], factsName)),
    standards: Object.keys(files)
      .filter((name) => name.startsWith(standardsFolder))
      .toSorted()
      .map((name) => json(files[name], name) as Standard), // kept for the reader; judging goes by the scope
    data: asData(json(files[dataName], dataName)),
    manifest,
    manifestBytes,
    ...(signature ? { signature: textOf(signature) } : {}),
    tampering: tampering(manifest, files),
  }
}

function judgedIn(
  files: Files,
  name: string,
  validate: (report: unknown) => string | null,
): ReadBundle['judged'][number] {
  const report = json(files[name], name)
  const wrong = validate(report)
  if (wrong !== null) throw new Error(`${name} is no scs-conformance-report/1: ${wrong}`)
  const scopeName = name.replace(reports, scopes)
  const scope = json(files[scopeName], scopeName) as Scope // written by us; its digest is in the report
  if (!Array.isArray(scope?.testcases) || !Array.isArray(scope.versions) || !Array.isArray(scope.timeline)) {
    throw new Error(`${scopeName} is no scope`)
  }
  return { scope, report: report as Report, digest: digestOf(files[name] ?? new Uint8Array()) }
}

/** Whatever was recorded: checks judge it, and the engine guards them. */
function asRecording(value: unknown): Recording {
  if (isRecord(value)) return value
  throw new Error(`${factsName} is no mapping of facts by their names`)
}

/** Shown, nothing more. */
function asData(value: unknown): Bundle['data'] {
  if (Array.isArray(value) && value.every((item) => isRecord(item))) return value as unknown as Bundle['data']
  throw new Error(`${dataName} is no list of the data that was judged by`)
}

function asManifest(value: unknown): Manifest {
  const { format, files } = (value ?? {}) as Partial<Manifest>
  if (format === 'scs-conformance-bundle/1' && typeof files === 'object' && files !== null) return value as Manifest
  throw new Error(`${manifestName} is not of the format scs-conformance-bundle/1, the only one that this version reads`)
}

function canonical(value: unknown): Uint8Array {
  return bytesOf(`${canonicalize(value)}\n`)
}

function json(content: Uint8Array | undefined, name: string): unknown {
  if (!content) throw new Error(`holds no ${name}`)
  try {
    return JSON.parse(textOf(content)) as unknown
  } catch (error) {
    throw new Error(`${name} is not JSON (${error instanceof Error ? error.message : String(error)})`, { cause: error })
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function textOf(content: Uint8Array): string {
  return new TextDecoder().decode(content)
}
