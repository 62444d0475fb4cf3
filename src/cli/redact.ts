import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { format as json } from '../../reports/json.ts'
import { redactForSharing, type Redacted } from '../evidence/redaction.ts'
import { digestOf } from '../yaml-document.ts'
import { UsageError } from '../usage-error.ts'
import { readBytes } from './evidence-file.ts'
import { writeBeside, writeOrRefuse } from './output.ts'
import { readReport } from './render.ts'

/** What the owner of a full report keeps beside it: `report.json.redaction`. Whoever has it can undo the redaction. */
interface Keepsake {
  readonly format: 'scs-conformance-redaction/1'
  /** Digest of the full report. */
  readonly of: string
  /** Hex. */
  readonly key: string
  readonly removed: Redacted['removed']
}

/** `redact`: a report to share, and beside the full one what proves that it was made from that. */
export async function redact(file: string, { output }: { readonly output?: string }): Promise<number> {
  const { redacted, keepsake } = await redactFile(file)
  keepBeside(file, keepsake)
  process.stderr.write(`wrote ${file}.redaction; keep it with the full report, share it with nobody\n`)
  const text = json.render(redacted.report)
  if (output === undefined) process.stdout.write(text)
  else writeOrRefuse(output, text)
  return 0
}

/** Keeps what the redaction can be proved, and undone, with. */
export function keepBeside(file: string, keepsake: Keepsake): void {
  writeBeside(`${file}.redaction`, `${JSON.stringify(keepsake, null, 2)}\n`, 0o600)
}

/** Redacts a report, with the key that it was redacted with before, if any: the same report gives the same pseudonyms. */
export async function redactFile(file: string): Promise<{ readonly redacted: Redacted; readonly keepsake: Keepsake }> {
  const report = await readReport(file)
  if (report.redaction) throw new UsageError(`${file}: is redacted already`)
  const of = digestOf(await readBytes(file))
  const known = existsSync(`${file}.redaction`) ? await readKeepsake(`${file}.redaction`) : undefined
  const key = known?.of === of ? known.key : randomBytes(32).toString('hex')
  const redacted = redactForSharing(report, of, Buffer.from(key, 'hex'))
  return { redacted, keepsake: { format: 'scs-conformance-redaction/1', of, key, removed: redacted.removed } }
}

/**
 * Why a shared report was not made from this full one; undefined where it was: redacting the full one again, with the key that
 * lies beside it, gives the same bytes.
 */
export async function whyNotFrom(shared: string, full: string): Promise<string | undefined> {
  const { redaction } = await readReport(shared)
  if (!redaction) return 'it is not redacted'
  const bytes = await readBytes(full)
  if (digestOf(bytes) !== redaction.of) return `it was made from another report (${redaction.of.slice(0, 19)}…)`
  const { key } = await readKeepsake(`${full}.redaction`)
  const again = redactForSharing(await readReport(full), redaction.of, Buffer.from(key, 'hex'))
  const same = json.render(again.report) === (await readBytes(shared)).toString('utf8')
  return same ? undefined : 'something in it was changed after it was made'
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
