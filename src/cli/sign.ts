import { withSignature } from '../evidence/bundle.ts'
import { sign as signBytes } from '../evidence/ssh-signature.ts'
import { isBundle, readBundleFile, readBytes } from './evidence-file.ts'
import { writeBeside } from './output.ts'
import { bundleNamespace, reportNamespace } from './verify.ts'

/** `sign`: the manifest of a bundle, whose signature goes into it; or a report, whose signature goes beside it. */
export async function sign(file: string, { key }: { readonly key: string }): Promise<number> {
  const bytes = await readBytes(file)
  if (isBundle(bytes)) {
    const { manifestBytes, tampering } = await readBundleFile(file)
    for (const sentence of tampering) process.stderr.write(`tampered with: ${sentence}\n`)
    if (tampering.length > 0) return 1
    writeBeside(file, await withSignature(bytes, await signBytes(manifestBytes, key, bundleNamespace)))
    process.stderr.write(`signed ${file}\n`)
    return 0
  }
  writeBeside(`${file}.sig`, await signBytes(bytes, key, reportNamespace))
  process.stderr.write(`wrote ${file}.sig\n`)
  return 0
}
