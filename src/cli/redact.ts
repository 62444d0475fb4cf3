import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { format as json } from '../../reports/json.ts'
import { redactForSharing, type Redacted } from '../evidence/redaction.ts'
import type { RedactOptions } from '../options.ts'
import type { Report } from '../report.ts'
import { digestOf } from '../yaml-document.ts'
import { UsageError } from '../usage-error.ts'
import { isBundle, readBundleFile, readBytes } from './evidence-file.ts'
import { writeBeside, writeOrRefuse } from './output.ts'
import { readReport } from './render.ts'

/** What the owner of a full report, or of a bundle, keeps beside it: `report.json.redaction`. Whoever has it can undo the redaction. */
interface Keepsake {
  readonly format: 'scs-conformance-redaction/1'
  /** Digest of the full report's bytes. */
  readonly of: string
  /** Hex. */
  readonly key: string
  readonly removed: Redacted['removed']
}

/** A report that is not redacted, by itself or out of a bundle. */
interface Full {
  readonly report: Report
  /** Digest of the bytes of the report. Signing a bundle does not change them. */
  readonly digest: string
  /** Where its keepsake lies. */
  readonly beside: string
}

/** `redact`: a report to share, and beside the full one what proves that it was made from that. */
export async function redact(file: string, { output, scope }: RedactOptions): Promise<number> {
  const full = onScope(file, await fullReports(file), scope)
  const { redacted, keepsake } = await redactFull(file, full)
  keepAt(full.beside, keepsake)
  process.stderr.write(`wrote ${full.beside}; keep it with the full report, share it with nobody\n`)
  const text = json.render(redacted.report)
  if (output === undefined) process.stdout.write(text)
  else writeOrRefuse(output, text)
  return 0
}

/** Keeps what the redaction can be proved, and undone, with. */
export function keepAt(beside: string, keepsake: Keepsake): void {
  writeBeside(beside, `${JSON.stringify(keepsake, null, 2)}\n`, 0o600)
}

/** Redacts a report, with the key that it was redacted with before, if any: the same report gives the same pseudonyms. */
export async function redactFile(file: string): Promise<{ readonly redacted: Redacted; readonly keepsake: Keepsake }> {
  return redactFull(file, await fullReport(file))
}

async function redactFull(file: string, { report, digest: of, beside }: Full): ReturnType<typeof redactFile> {
  if (report.redaction) throw new UsageError(`${file}: is redacted already`)
  const known = existsSync(beside) ? await readKeepsake(beside) : undefined
  const key = known?.of === of ? known.key : randomBytes(32).toString('hex')
  const redacted = redactForSharing(report, of, Buffer.from(key, 'hex'))
  return { redacted, keepsake: { format: 'scs-conformance-redaction/1', of, key, removed: redacted.removed } }
}

/**
 * Why a shared report was not made from this full one, or from none in this bundle; undefined where it was: redacting the full
 * one again, with the key that lies beside it, gives the same bytes.
 */
export async function whyNotFrom(shared: string, full: string): Promise<string | undefined> {
  const { redaction } = await readReport(shared)
  if (!redaction) return 'it is not redacted'
  const origin = (await fullReports(full)).find(({ digest }) => digest === redaction.of)
  if (!origin) return `it was made from another report (${redaction.of.slice(0, 19)}…)`
  const { key } = await readKeepsake(origin.beside)
  const again = redactForSharing(origin.report, redaction.of, Buffer.from(key, 'hex'))
  const same = json.render(again.report) === (await readBytes(shared)).toString('utf8')
  return same ? undefined : 'something in it was changed after it was made'
}

async function fullReport(file: string): Promise<Full> {
  return { report: await readReport(file), digest: digestOf(await readBytes(file)), beside: `${file}.redaction` }
}

/** The reports in a file: one in a report.json, one for each scope of the run in a bundle. */
async function fullReports(file: string): Promise<readonly Full[]> {
  return isBundle(await readBytes(file)) ? reportsInBundle(file) : [await fullReport(file)]
}

/** Of several in one bundle each has a keepsake of its own: one must not take the place of another. */
async function reportsInBundle(file: string): Promise<readonly Full[]> {
  const { judged, tampering } = await readBundleFile(file)
  if (tampering.length > 0) throw new UsageError(`${file}: is not as its manifest says (${tampering.join('; ')})`)
  return judged.map(({ report, digest }) => ({
    report,
    digest,
    beside: judged.length === 1 ? `${file}.redaction` : `${file}.${encodeURIComponent(report.scope.id)}.redaction`,
  }))
}

/** The one on this scope; the only one where none is named. */
function onScope(file: string, all: readonly Full[], scope: string | undefined): Full {
  const [one, ...others] = all.filter(({ report }) => scope === undefined || report.scope.id === scope)
  if (one && others.length === 0) return one
  const ids = all.map(({ report }) => report.scope.id).join(', ')
  throw new UsageError(
    scope === undefined
      ? `${file}: holds several reports; name the scope of one with --scope: ${ids}`
      : `${file}: holds no report on ${scope}, but on ${ids}`,
  )
}

async function readKeepsake(file: string): Promise<Keepsake> {
  const text = (await readBytes(file)).toString('utf8')
  try {
    const { format, of, key, removed } = JSON.parse(text) as Partial<Keepsake>
    if (format === 'scs-conformance-redaction/1' && of && key && removed) return { format, of, key, removed }
  } catch {
    // told below, without what stands in it
  }
  throw new UsageError(`${file}: is not what redact keeps beside a full report; move it away to begin anew`)
}
