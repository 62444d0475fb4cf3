import { signatureIn } from '../../evidence/ssh-signature.ts'
import { Refusal } from '../refusal.ts'

/** A body of the official protocol: a signature, an ampersand, and what was signed. */
export interface SignedBody {
  /** Armored. */
  readonly signature: string
  readonly bytes: Buffer
}

const begin = '-----BEGIN SSH SIGNATURE-----'
const end = '-----END SSH SIGNATURE-----\n&'
/** Signatures of the largest RSA keys take some 3 KiB. */
const mostSignatureBytes = 16_384

/**
 * Splits what `curl --data-binary @report.yaml.sig --data-binary @report.yaml` sends. curl keeps the line end of the signature.
 * @throws Refusal 401 where there is no signature
 */
export function splitBody(body: Buffer): SignedBody {
  const missing = () =>
    new Refusal(401, 'missing signature: send that of ssh-keygen -Y sign -n report, an ampersand, and the reports')
  if (!body.subarray(0, begin.length).equals(Buffer.from(begin))) throw missing()
  const at = body.subarray(0, mostSignatureBytes).indexOf(end)
  if (at < 0) throw missing()
  const signature = signatureIn(body.subarray(0, at + end.length - 1).toString('latin1'))
  if (signature === undefined) throw missing()
  return { signature: `${signature}\n`, bytes: body.subarray(at + end.length) }
}
