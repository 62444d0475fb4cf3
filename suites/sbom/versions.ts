import { refusal, supported } from './refusal.ts'

const known = {
  CycloneDX: ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'],
  SPDX: ['2.2', '2.3'],
} as const

/** `CycloneDX 1.6`; a version that is not known is refused: it may say the same things elsewhere. */
export function checkedVersion(file: string, at: string, format: keyof typeof known, version: string): string {
  const isKnown = (known[format] as readonly string[]).includes(version)
  if (!isKnown) throw refusal(file, at, `it is ${format} ${version.slice(0, 20)}, which is not read; ${supported}`)
  return `${format} ${version}`
}
