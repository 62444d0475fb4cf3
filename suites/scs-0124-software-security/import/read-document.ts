import { ProbeError } from '../../../src/fact.ts'
import { readHandedInJson } from '../../../src/provider/handed-in.ts'
import type { VulnerabilityDocument } from '../statement.ts'
import { readCsaf } from './csaf.ts'
import { readCycloneDx } from './cyclonedx.ts'
import { readOpenVex } from './openvex.ts'

/**
 * Reads one list of vulnerabilities; what it is is told by what is in it.
 * @param name how the provider names it
 * @throws ProbeError malformed, with file and place
 */
export async function readVulnerabilityDocument(path: string, name: string): Promise<VulnerabilityDocument> {
  const document = await readHandedInJson(path, name)
  const read = await readerOf(document)?.(document, name)
  if (typeof read === 'object') return read
  const why = read ?? `${name}: is neither CycloneDX nor CSAF nor OpenVEX`
  throw new ProbeError('malformed', `${why}; see docs/provider-file.md`)
}

function readerOf(document: unknown) {
  const { bomFormat, document: head, '@context': context } = (document ?? {}) as Readonly<Record<string, unknown>>
  if (bomFormat === 'CycloneDX') return readCycloneDx
  if (typeof head === 'object' && head !== null && 'csaf_version' in head) return readCsaf
  return typeof context === 'string' && context.includes('openvex') ? readOpenVex : undefined
}
