import { createHash } from 'node:crypto'

/** The same description gives the same ids, so that two runs can be compared. */
export function hex(...seed: readonly (string | number)[]): string {
  return createHash('sha256').update(seed.join('\0')).digest('hex').slice(0, 32)
}

export function uuid(...seed: readonly (string | number)[]): string {
  return hex(...seed).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}
