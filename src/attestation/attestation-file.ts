import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { bundledSchema } from '../bundled-data.ts'
import { sign, verify, type Signed } from '../evidence/ssh-signature.ts'
import { checkAgainst } from '../schema-check.ts'
import { readYaml, type SourceDocument } from '../yaml-document.ts'
import { latestEnd, type Attestation, type Vouched } from './attestation.ts'

/** What a signature is for (PROTOCOL.sshsig): an allowed signer can be bound to one of them. */
export const namespaces = { attester: 'scs-attestation', assessor: 'scs-attestation-confirmation' } as const
const endings = { attester: '.sig', assessor: '.countersig' } as const

export type Signer = keyof typeof namespaces

/** An attestation as read from its file. */
export interface AttestationFile {
  readonly file: string
  /** `sha256:` and the hex digest of the file. */
  readonly digest: string
  readonly attestation: Attestation
}

/**
 * Reads an attestation that has been filled in.
 * @throws UsageError that names file, line and key for whatever is missing or wrong in it.
 */
export async function readAttestation(file: string): Promise<AttestationFile> {
  const document = await readYaml(file)
  await checkAgainst(await bundledSchema('attestation'), document)
  const attestation = document.data as Attestation // valid by the schema
  checkDates(attestation, document)
  return { file, digest: document.digest, attestation }
}

function checkDates({ date, validUntil }: Attestation, document: SourceDocument): void {
  if (validUntil < date) throw document.error(['validUntil'], `is before date, ${date}`)
  const latest = latestEnd(date)
  if (validUntil <= latest) return
  throw document.error(
    ['validUntil'],
    `is too late: manual checks are repeated every quarter (scs-0004), so at most ${latest}`,
  )
}

/** What is wrong with a file of evidence. */
export interface EvidenceProblem {
  /** `changed`: it is not what was signed for. `unreadable`: it may be, but that cannot be told here. */
  readonly is: 'changed' | 'unreadable'
  readonly message: string
}

/** What is wrong with the evidence files named, which stand relative to the attestation; URLs are not fetched. */
export async function evidenceProblems({ file, attestation }: AttestationFile): Promise<readonly EvidenceProblem[]> {
  const problems = (attestation.evidence ?? []).map(async (evidence): Promise<readonly EvidenceProblem[]> => {
    if (evidence.file === undefined) return []
    const content = await contentOf(resolve(dirname(file), evidence.file))
    if (!content) {
      const message = `${evidence.file} cannot be read, so that nobody can tell whether it is the evidence that was meant`
      return [{ is: 'unreadable', message }]
    }
    const sha256 = createHash('sha256').update(content).digest('hex')
    if (sha256 === evidence.sha256) return []
    return [{ is: 'changed', message: `${evidence.file} was changed: its SHA-256 is ${sha256}` }]
  })
  return (await Promise.all(problems)).flat()
}

/** Signs an attestation as its attester, or confirms what an attester has signed. Gives the signature and where it belongs. */
export async function signAttestation(
  { file }: AttestationFile,
  signer: Signer,
  keyFile: string,
): Promise<{ readonly path: string; readonly signature: string }> {
  const signature = await sign(await signedBytes(file, signer), keyFile, namespaces[signer])
  return { path: `${file}${endings[signer]}`, signature }
}

/** Looks at the signatures beside an attestation. UsageError where the file of allowed signers cannot be used. */
export async function vouchedFor({ file }: AttestationFile, allowedSigners: string | undefined): Promise<Vouched> {
  return {
    attester: await look(file, 'attester', allowedSigners),
    assessor: await look(file, 'assessor', allowedSigners),
  }
}

async function look(file: string, signer: Signer, allowedSigners: string | undefined): Promise<Signed | null> {
  const signature = await contentOf(`${file}${endings[signer]}`)
  if (!signature) return null
  return verify(await signedBytes(file, signer), signature.toString('utf8'), namespaces[signer], allowedSigners)
}

/** An assessor confirms the attestation together with the attester's signature. */
async function signedBytes(file: string, signer: Signer): Promise<Uint8Array> {
  const attestation = await readFile(file)
  if (signer === 'attester') return attestation
  return Buffer.concat([attestation, (await contentOf(`${file}${endings.attester}`)) ?? Buffer.alloc(0)])
}

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch {
    return undefined // not there, or not for us: for whoever relies on it that is the same
  }
}
