import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Layer } from '../src/report.ts'

/** What the fictional provider hands in about its software: a bill of materials, how it is developed, and what is known to be wrong with it. */
export interface DemoFiles {
  readonly sboms: readonly { readonly file: string; readonly layer: Layer }[]
  readonly software: string
  readonly vulnerabilities: readonly string[]
}

/** Name, version, licence; of what the simulated subjects are made of, with mistakes that the comments name. */
const components: Readonly<Record<Layer, readonly (readonly [string, string, string | undefined])[]>> = {
  iaas: [
    ['keystone', '22.0.2', 'Apache-2.0'],
    ['nova', '26.3.0', 'Apache-2.0'],
    ['placement', '8.0.0', 'Apache-2.0'],
    ['neutron', '21.2.1', 'Apache-2.0'],
    ['glance', '25.1.0', 'Apache-2.0'],
    ['cinder', '21.3.2', 'Apache-2.0'],
    ['octavia', '11.0.2', 'Apache-2.0'],
    ['swift', '2.30.1', 'Apache-2.0'],
    // barbican runs and is not listed: scs-0008-iaas-complete
    ['mariadb', '10.11.14', 'GPL-2.0-only'],
    ['redis', '7.4.2', 'SSPL-1.0'], // scs-0008-osi-licences
    ['billing-portal', '4.1.0', undefined], // scs-0008-licences-stated
  ],
  kaas: [
    ['kubernetes', '1.32.1', 'Apache-2.0'],
    ['etcd', '3.5.16', 'Apache-2.0'],
    ['coredns', '1.11.3', 'Apache-2.0'],
    ['cilium', '1.16.5', 'Apache-2.0'],
    ['vault', '1.18.3', 'BUSL-1.1'], // scs-0008-osi-licences
    ['cluster-portal', '2.0.0', undefined], // scs-0008-licences-stated
  ],
}

/**
 * Writes the files.
 * @param folder where they go
 * @param now the day they are of: a bill that is too old would tell nothing else
 */
export function writeDemoFiles(folder: string, layer: Layer, now: Date): DemoFiles {
  const write = (name: string, content: object): string => {
    const path = join(folder, name)
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`)
    return path
  }
  mkdirSync(folder, { recursive: true })
  const day = (back: number) => new Date(now.getTime() - back * 86_400_000).toISOString()
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: day(9),
      tools: { components: [{ type: 'application', name: 'bill-maker', version: '1.0.0' }] },
      component: { type: 'platform', name: `simulated ${layer}`, version: '1' },
    },
    components: components[layer].map(([name, version, licence]) => ({
      type: 'application',
      'bom-ref': name,
      name,
      version,
      purl: `pkg:generic/${name}@${version}`,
      ...(licence === undefined ? {} : { licenses: [{ license: { id: licence } }] }),
    })),
  }
  const [first] = components[layer]
  const [name, version] = first ?? ['', '']
  const known = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://provider.example/vex/1',
    author: 'Fictional provider',
    timestamp: day(3),
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2024-0001' },
        products: [{ '@id': `pkg:generic/${name}@${version}` }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
        timestamp: day(3),
      },
    ],
  }
  const developed = {
    reviewedAt: day(20).slice(0, 10),
    components: [
      {
        name,
        licence: 'Apache-2.0',
        repository: `https://code.example/${name}`,
        contributing: `https://code.example/${name}/contributing`,
        governance: 'https://code.example/governance',
        roadmap: 'https://code.example/roadmap',
        securityContact: 'https://code.example/security',
      },
      // Nobody has told how it is developed: scs-0008-four-opens
      { name: layer === 'iaas' ? 'billing-portal' : 'cluster-portal', licence: 'Apache-2.0' },
    ],
  }
  return {
    sboms: [{ file: write('sbom.cdx.json', bill), layer }],
    vulnerabilities: [write('vex.openvex.json', known)],
    software: write('software.json', developed),
  }
}
