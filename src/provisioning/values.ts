import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileReason } from '../file-reason.ts'
import type { Reference } from '../ledger.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'

/** A plain value, or one by reference. */
export type Value = string | Reference

export interface Sources {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Paths of files are read from here. */
  readonly directory: string
  /** Learns what comes by reference: it is taken for a secret. */
  readonly redactor: Redactor
}

/** The values themselves; `where` names the setting in messages. UsageError for a reference that leads nowhere. */
export async function resolveValues(
  values: Readonly<Record<string, Value>>,
  where: string,
  sources: Sources,
): Promise<Record<string, string>> {
  const resolved: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    resolved[name] = typeof value === 'string' ? value : await secretBehind(value, `${where}.${name}`, sources)
  }
  return resolved
}

async function secretBehind(reference: Reference, where: string, sources: Sources): Promise<string> {
  const secret = await textBehind(reference, where, sources)
  const learn = (text: string) => sources.redactor.learn(text)
  learn(secret)
  // Of a file of several lines, such as a clouds.yaml, each is taken for one that could be quoted alone.
  for (const line of secret.split('\n')) if (line.trim().length >= 20) learn(line.trim())
  if (!reference.base64) return secret
  const encoded = Buffer.from(secret).toString('base64')
  learn(encoded)
  return encoded
}

async function textBehind(reference: Reference, where: string, { environment, directory }: Sources): Promise<string> {
  const { base64 = false } = reference
  if ('env' in reference) {
    const value = environment[reference.env]
    if (value) return value
    throw new UsageError(`${where}: the environment variable ${reference.env} is not set`)
  }
  const path = resolve(directory, reference.file)
  try {
    const text = await readFile(path, 'utf8')
    return base64 ? text : text.replace(/\r?\n$/, '')
  } catch (error) {
    throw new UsageError(`${where}: the file ${path} cannot be read (${fileReason(error)})`, { cause: error })
  }
}
