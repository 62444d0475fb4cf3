import { closeSync, openSync, writeSync } from 'node:fs'

// Bills of materials of any size, each component of about the length that tools give it.

/** Writes a file a component at a time. */
function writeAll(file: string, head: string, count: number, one: (n: number) => string, tail: string): void {
  const out = openSync(file, 'w')
  writeSync(out, head)
  for (let n = 0; n < count; n += 1000) {
    writeSync(out, Array.from({ length: Math.min(1000, count - n) }, (_, i) => one(n + i)).join(''))
  }
  writeSync(out, tail)
  closeSync(out)
}

const licences = ['MIT', 'Apache-2.0', 'GPL-2.0-or-later WITH Classpath-exception-2.0', '(MIT OR BUSL-1.1) AND ISC']
const madeAt = new Date().toISOString()

export function cyclonedxJson(file: string, count: number): void {
  const head = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { timestamp: madeAt, tools: [{ name: 'bench' }], component: { type: 'platform', name: 'cloud' } },
  }
  const one = (n: number) => {
    const component = {
      'bom-ref': `pkg:deb/debian/lib${n}@1.${n}-1?arch=amd64&package-id=${n}`,
      type: 'library',
      name: `lib${n}`,
      version: `1.${n}-1`,
      purl: `pkg:deb/debian/lib${n}@1.${n}-1?arch=amd64`,
      supplier: { name: 'Debian' },
      licenses: [{ expression: licences[n % 4] }],
      hashes: [{ alg: 'SHA-512', content: 'ab'.repeat(64) }],
      properties: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => ({
        name: `syft:location:${i}:path`,
        value: `/usr/share/doc/lib${n}/copyright-${i}`,
      })),
    }
    return `${n === 0 ? '' : ','}\n${JSON.stringify(component, null, 1)}`
  }
  writeAll(file, `${JSON.stringify(head).slice(0, -1)},"components":[`, count, one, ']}')
}

export function cyclonedxXml(file: string, count: number): void {
  const head = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><metadata><timestamp>${madeAt}</timestamp><tools><tool><name>bench</name></tool></tools><component type="platform"><name>cloud</name></component></metadata><components>`
  const one = (n: number) => {
    const properties = [1, 2, 3, 4, 5, 6].map(
      (i) => `<property name="syft:location:${i}:path">/usr/share/doc/lib${n}/copyright-${i}</property>\n`,
    )
    return `<component type="library" bom-ref="r${n}"><supplier><name>Debian</name></supplier><name>lib${n}</name><version>1.${n}-1</version>
<hashes><hash alg="SHA-512">${'ab'.repeat(64)}</hash></hashes><licenses><expression>${licences[n % 4]}</expression></licenses>
<purl>pkg:deb/debian/lib${n}@1.${n}-1?arch=amd64</purl><properties>${properties.join('')}</properties></component>\n`
  }
  writeAll(file, head, count, one, '</components></bom>')
}

export function tagValue(file: string, count: number): void {
  const one = (n: number) => `
PackageName: lib${n}
SPDXID: SPDXRef-${n}
PackageVersion: 1.${n}-1
PackageSupplier: Organization: Debian
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PackageChecksum: SHA512: ${'ab'.repeat(64)}
PackageLicenseDeclared: ${licences[n % 4]}
PackageLicenseConcluded: NOASSERTION
PackageCopyrightText: <text>${'Copyright of those who have written it\n'.repeat(15)}</text>
ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/lib${n}@1.${n}-1?arch=amd64
`
  writeAll(
    file,
    `SPDXVersion: SPDX-2.3\nDocumentName: cloud\nCreator: Tool: bench\nCreated: ${madeAt}\n`,
    count,
    one,
    '',
  )
}
