import { UsageError } from '../../usage-error.ts'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'

/**
 * The armored SSH signature over a text; null where the monitor was given no key.
 * @throws Refusal 503 where its key cannot be used at the moment
 */
export async function signatureOf({ sign }: Context, text: string, namespace: string): Promise<string | null> {
  if (!sign) return null
  try {
    return await sign(new TextEncoder().encode(text), namespace)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new Refusal(503, 'the monitor cannot sign at the moment; nothing was changed', { cause: error })
  }
}

/** As what a signature is sent. */
export const signatureType = 'text/plain; charset=us-ascii'

/** What is answered where a signature is asked for that is not there. */
export function notSigned(): Refusal {
  return new Refusal(404, 'it is not signed: the monitor was started without --signing-key')
}
