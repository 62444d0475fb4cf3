import type { LicenceClaim } from './model.ts'

/**
 * What counts of an SPDX package: what was concluded, and where that is NOASSERTION or absent, what was declared. Absent is
 * NOASSERTION (SPDX 2.3, clauses 7.13 and 7.15).
 */
export function spdxClaims(concluded: string | undefined, declared: string | undefined): readonly LicenceClaim[] {
  const stated = [concluded, declared].find((one) => one !== undefined && one !== '' && one !== 'NOASSERTION')
  return [{ expression: stated ?? 'NOASSERTION' }]
}

/** `Organization: Debian (mail@example.org)`, `NOASSERTION` */
export function spdxSupplier(text: string | undefined): string | undefined {
  if (text === undefined || text === 'NOASSERTION') return undefined
  const name = text.replace(/^(Organization|Person):/, '').trim()
  const mail = name.endsWith(')') ? name.lastIndexOf('(') : -1
  return (mail === -1 ? name : name.slice(0, mail).trim()) || undefined
}

/** CONTAINER is `container`, OPERATING-SYSTEM `operating-system`: the words of CycloneDX. */
export function spdxType(purpose: string | undefined): string | undefined {
  return purpose?.toLowerCase().replace('operating_system', 'operating-system')
}
