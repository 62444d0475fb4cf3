import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileReason } from '../../file-reason.ts'
import { othersMayRead } from '../../others-may-read.ts'
import { secret, type Redactor, type Secret } from '../../redact.ts'
import type { Path, SourceDocument } from '../../yaml-document.ts'

/** Where a secret is: an environment variable, or a file that nobody else may read. */
export interface SecretReference {
  readonly environment?: string
  readonly file?: string
}

/** Fetches it, and teaches it to the redactor. @throws UsageError that names the place where it should be */
export function fetchSecret(
  document: SourceDocument,
  path: Path,
  { environment: variable, file }: SecretReference,
  environment: Readonly<Record<string, string | undefined>>,
  redactor: Redactor,
): Secret {
  const text = file === undefined ? environment[variable ?? ''] : readPrivate(document, path, file)
  if (text === undefined || text === '') {
    throw document.error(
      path,
      file === undefined ? `the environment variable ${variable} is not set` : `${file} is empty`,
    )
  }
  redactor.learn(text)
  return secret(text)
}

function readPrivate(document: SourceDocument, path: Path, name: string): string {
  const file = resolve(dirname(document.file), name)
  try {
    if (othersMayRead(statSync(file))) throw document.error(path, `others may read ${name}; chmod 600 it`)
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && error.name === 'UsageError') throw error
    throw document.error(path, `${name}: cannot be read (${fileReason(error)})`)
  }
}
