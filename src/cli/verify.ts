import { existsSync } from 'node:fs'
import { signatureIn, verify as verifySignature } from '../evidence/ssh-signature.ts'
import type { VerifyOptions } from '../options.ts'
import { UsageError } from '../usage-error.ts'
import { isBundle, readBundleFile, readBytes } from './evidence-file.ts'
import { oneLine } from './one-line.ts'
import { whyNotFrom } from './redact.ts'
import { readReport } from './render.ts'

/** Namespace of signatures over the manifest of a bundle, and over a report that is submitted. */
export const bundleNamespace = 'scs-conformance-bundle'
export const reportNamespace = 'report'

/**
 * `verify`: is a bundle what its manifest says, who signed it, or who signed a report. Contacts nothing.
 * Exit code 0 where all holds, 1 where something was tampered with or a signature is not valid, 2 where nothing is signed.
 */
export async function verify(file: string, options: VerifyOptions): Promise<number> {
  const bytes = await readBytes(file)
  if (isBundle(bytes) && options.against !== undefined)
    throw new UsageError('--against is for a report, not for a bundle')
  return isBundle(bytes) ? verifyBundle(file, options) : verifyReport(file, bytes, options)
}

async function verifyBundle(file: string, options: VerifyOptions): Promise<number> {
  const { manifest, manifestBytes, signature, tampering, judged, data } = await readBundleFile(file)
  say(
    `${file}: bundle of ${manifest.creator.name} ${manifest.creator.version}, ${manifest.createdAt}, ${judged.length} report(s)`,
  )
  for (const sentence of tampering) say(`NOT AS IT WAS: ${sentence}`)
  if (tampering.length === 0) say(`all ${Object.keys(manifest.files).length} files are as the manifest says`)
  for (const { name, origin, reach } of data) say(`judged by ${name} (${origin}), which reaches to ${reach}`)
  const signed = await tellSignature(manifestBytes, signature, bundleNamespace, options)
  return tampering.length > 0 ? 1 : signed
}

async function verifyReport(file: string, bytes: Buffer, options: VerifyOptions): Promise<number> {
  const report = await readReport(file)
  say(`${file}: report ${report.uuid} on ${report.subject}, fits its schema`)
  const beside = options.signature ?? `${file}.sig`
  // One that is there and cannot be read is not the same as none.
  const isNamed = options.signature !== undefined || existsSync(beside)
  const signature = isNamed ? (await readBytes(beside)).toString('utf8') : undefined
  const against = options.against === undefined ? 0 : await tellOrigin(file, options.against)
  const signed = await tellSignature(bytes, signature, reportNamespace, options)
  return against === 0 ? signed : against
}

async function tellOrigin(shared: string, full: string): Promise<number> {
  const why = await whyNotFrom(shared, full)
  say(why === undefined ? `made from ${full}, and nothing else was changed` : `NOT MADE FROM ${full}: ${why}`)
  return why === undefined ? 0 : 1
}

async function tellSignature(
  bytes: Uint8Array,
  signature: string | undefined,
  namespace: string,
  { allowedSigners }: VerifyOptions,
): Promise<number> {
  if (signature === undefined) {
    say('not signed: nobody vouches for it')
    return allowedSigners === undefined ? 0 : 2
  }
  if (signatureIn(signature) === undefined) throw new UsageError('the signature is no armored SSH signature')
  const signed = await verifySignature(bytes, signature, namespace, allowedSigners)
  if (!signed.valid) {
    say(`SIGNATURE NOT VALID: ${signed.why}`)
    return 1
  }
  if (signed.principal === null) say(`signed with ${signed.key}; name --allowed-signers FILE to see whose key that is`)
  else say(`signed by ${signed.principal} with ${signed.key}`)
  return 0
}

function say(text: string): void {
  process.stdout.write(`${oneLine(text)}\n`)
}
