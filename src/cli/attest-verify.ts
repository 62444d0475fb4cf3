import { worthOf } from '../attestation/attestation.ts'
import { evidenceProblems, readAttestation, vouchedFor } from '../attestation/attestation-file.ts'
import { oneLine } from './one-line.ts'

/** `attest verify`: what attestations are worth on a day, a line each, and why. */
export async function attestVerify(
  paths: readonly string[],
  { allowedSigners, date }: { readonly allowedSigners: string; readonly date?: string },
): Promise<number> {
  const at = date === undefined ? new Date().toISOString() : `${date}T12:00:00.000Z`
  const codes: number[] = []
  for (const path of paths) {
    const file = await readAttestation(path)
    const { testcase, subject, validUntil } = file.attestation
    const worth = worthOf(file.attestation, await vouchedFor(file, allowedSigners), at)
    const problems = await evidenceProblems(file)
    const told =
      'why' in worth
        ? `${worth.state}: ${worth.why}`
        : `${worth.state}, by ${worth.by.join(' and ')}, until ${validUntil}`
    process.stdout.write(`${oneLine(`${testcase} of ${subject}: ${worth.verdict} (${told})`)}\n`)
    for (const { message } of problems) process.stdout.write(`${oneLine(`  evidence: ${message}`)}\n`)
    codes.push(worth.state === 'invalid' || problems.length > 0 ? 1 : worth.verdict === 'MISS' ? 2 : 0)
  }
  return codes.includes(1) ? 1 : Math.max(...codes)
}
