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
 * `verify`: is a bundle what its manifest says, who signed it, or who signed a report. With `--against` it is the full report or
 * bundle that has to be signed: the shared one is worth what that is. Contacts nothing.
 * Exit code 0 where all holds, 1 where something was tampered with or a signature is not valid, 2 where nothing is signed, or
 * nobody said whose signature of a full report counts.
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
  const signature = await signatureBeside(file, options.signature)
  if (options.against === undefined) return tellSignature(bytes, signature, reportNamespace, options)
  const origin = await tellOrigin(file, options.against, options)
  if (signature === undefined) return origin
  return worse(origin, await tellSignature(bytes, signature, reportNamespace, options, `${file}: `))
}

/** The signature that lies beside a report, or where somebody says. */
async function signatureBeside(file: string, named?: string): Promise<string | undefined> {
  const beside = named ?? `${file}.sig`
  // One that is there and cannot be read is not the same as none.
  if (named === undefined && !existsSync(beside)) return undefined
  return (await readBytes(beside)).toString('utf8')
}

/** Whether a shared report was made from this full one, and who signed that. */
async function tellOrigin(shared: string, full: string, options: VerifyOptions): Promise<number> {
  const bytes = await readBytes(full)
  const { signed, signature, namespace, tampering } = isBundle(bytes)
    ? { ...(await signedBundle(full)), namespace: bundleNamespace }
    : { signed: bytes, signature: await signatureBeside(full), namespace: reportNamespace, tampering: [] }
  for (const sentence of tampering) say(`${full}: NOT AS IT WAS: ${sentence}`)
  if (tampering.length > 0) return 1
  const why = await whyNotFrom(shared, full)
  say(why === undefined ? `made from ${full}, and nothing else was changed` : `NOT MADE FROM ${full}: ${why}`)
  const told = await tellSignature(signed, signature, namespace, options, `${full}: `)
  const vouched = options.allowedSigners === undefined ? worse(told, 2) : told
  return why === undefined ? vouched : 1
}

async function signedBundle(file: string) {
  const { manifestBytes, signature, tampering } = await readBundleFile(file)
  return { signed: manifestBytes, signature, tampering }
}

/** Of two exit codes the one that says more: 1, then 2, then 0. */
function worse(one: number, other: number): number {
  return one === 1 || other === 1 ? 1 : Math.max(one, other)
}

async function tellSignature(
  bytes: Uint8Array,
  signature: string | undefined,
  namespace: string,
  { allowedSigners }: VerifyOptions,
  whose = '',
): Promise<number> {
  if (signature === undefined) {
    say(`${whose}not signed: nobody vouches for it`)
    return allowedSigners === undefined ? 0 : 2
  }
  if (signatureIn(signature) === undefined) throw new UsageError(`${whose}the signature is no armored SSH signature`)
  const signed = await verifySignature(bytes, signature, namespace, allowedSigners)
  if (!signed.valid) {
    say(`${whose}SIGNATURE NOT VALID: ${signed.why}`)
    return 1
  }
  if (signed.principal === null)
    say(`${whose}signed with ${signed.key}; name --allowed-signers FILE to see whose key that is`)
  else say(`${whose}signed by ${signed.principal} with ${signed.key}`)
  return 0
}

function say(text: string): void {
  process.stdout.write(`${oneLine(text)}\n`)
}
