import { readFileSync } from 'node:fs'
import type { ReferenceDocument } from '../../src/provider/licence-data.ts'
import type { Sbom, SbomComponent } from '../sbom/model.ts'

/** A bill of materials of 2026-11-01, for tests; each part can be replaced. */
export function sampleSbom(changes: Partial<Sbom> = {}): Sbom {
  return {
    file: 'sboms/a.json',
    layer: null,
    format: 'CycloneDX 1.6',
    digest: 'sha256:0',
    createdAt: '2026-11-01T12:00:00Z',
    tools: ['syft 1.0'],
    about: 'cloud',
    subject: null,
    components: [sampleComponent()],
    licenceRefs: {},
    ...changes,
  }
}

/** A library under MIT. */
export function sampleComponent(changes: Partial<SbomComponent> = {}): SbomComponent {
  return {
    at: 'components[0]',
    type: 'library',
    name: 'lib',
    version: '1.0',
    licences: [{ expression: 'MIT' }],
    ...changes,
  }
}

/** The bundled document of a name. */
export function bundled<T>(name: string): ReferenceDocument<T> {
  const file = new URL(`../../standards/data/${name}.json`, import.meta.url)
  const content = JSON.parse(readFileSync(file, 'utf8')) as T & { readonly collectedAt: string; readonly reach: string }
  const { collectedAt, reach } = content
  return { name, origin: 'bundled', digest: 'sha256:0', collectedAt, reach, sources: [], freshForDays: null, content }
}

export const sampleDigest = (letter: string): string => `sha256:${letter.repeat(64)}`
