import { readFile } from 'node:fs/promises'
import { ProbeError } from '../../fact.ts'
import type { Redactor } from '../../redact.ts'
import type { Credential } from './credential.ts'

/** Milliseconds after which the file is read again, as client-go does: whoever rotates it does so well before it expires. */
const rereadMs = 60_000

/** A token that somebody else keeps fresh, such as a service account's. ProbeError `auth` where it cannot be read. */
export async function fileCredential(path: string, redactor: Redactor): Promise<Credential> {
  const token = await readFile(path, 'utf8').then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      throw new ProbeError('auth', `the token file ${path} cannot be read any more (${error.code ?? 'unknown'})`)
    },
  )
  if (token === '') throw new ProbeError('auth', `the token file ${path} is empty`)
  redactor.learn(token)
  return { token, expiresAt: Date.now() + rereadMs }
}
