import { existsSync } from 'node:fs'
import { evidenceProblems, readAttestation, signAttestation } from '../attestation/attestation-file.ts'
import { UsageError } from '../usage-error.ts'
import { writeBeside } from './output.ts'

/** `attest sign`: signs an attestation that is whole, and writes the signature beside it. */
export async function attestSign(
  path: string,
  { key, confirm }: { readonly key: string; readonly confirm?: boolean },
): Promise<number> {
  const file = await readAttestation(path)
  const [problem] = await evidenceProblems(file)
  if (problem) throw new UsageError(`${path}: evidence: ${problem.message}`)
  if (confirm && !existsSync(`${path}.sig`)) {
    throw new UsageError(`${path}: there is no ${path}.sig yet; first the attester signs, then an assessor confirms`)
  }
  const made = await signAttestation(file, confirm ? 'assessor' : 'attester', key)
  writeBeside(made.path, made.signature)
  process.stderr.write(`wrote ${made.path}\n`)
  return 0
}
