import t from 'tap'
import { judge } from '../../src/engine.ts'
import type { LicenceNames, SpdxLicences } from '../../src/provider/licence-data.ts'
import type { SbomComponent } from '../sbom/model.ts'
import { licencesStatedCheck } from './licences-stated.ts'
import { osiLicencesCheck } from './osi-licences.ts'
import { bundled, sampleComponent, sampleSbom } from './sample.ts'

const spdxLicences = bundled<SpdxLicences>('spdx-licences')
const licenceNames = bundled<LicenceNames>('licence-names')
type Components = readonly SbomComponent[]
const stated = (components: Components, more: object = {}) =>
  judge(licencesStatedCheck, { sboms: [sampleSbom({ components, ...more })] })
const osi = (components: Components, more: object = {}) =>
  judge(osiLicencesCheck, { sboms: [sampleSbom({ components, ...more })], spdxLicences, licenceNames })
const { licences: _, ...bare } = sampleComponent({ purl: 'pkg:deb/debian/lib@1.0' })
const under = (expression: string, more: Partial<SbomComponent> = {}) =>
  sampleComponent({ ...more, licences: [{ expression }] })

t.test('without a bill both are matters for an attestation', async (t) => {
  t.match(judge(licencesStatedCheck, { sboms: null }), { verdict: 'MISS', cause: { kind: 'manual' } })
  t.match(judge(osiLicencesCheck, { sboms: null, spdxLicences, licenceNames }), { verdict: 'MISS' })
})

t.test('each component states a licence, whichever', async (t) => {
  t.match(stated([under('MIT'), under('SSPL-1.0'), sampleComponent({ licences: [{ name: 'My own' }] })]), {
    verdict: 'PASS',
    finding: { examined: { count: 3 } },
  })
})

t.test('a component without one fails, by purl and place', async (t) => {
  t.match(stated([under('MIT'), { ...bare, at: 'components[1]' }]), {
    verdict: 'FAIL',
    finding: {
      violations: [
        {
          subject: 'component pkg:deb/debian/lib@1.0',
          expected: 'a licence',
          actual: 'it states none, at components[1] of sboms/a.json',
        },
      ],
    },
  })
  t.match(stated([under('NONE')]), { verdict: 'FAIL', finding: { violations: [{ actual: /^it states NONE/ }] } })
})

t.test('NOASSERTION is open, and named', async (t) => {
  t.match(stated([under('MIT'), under('NOASSERTION', { at: 'packages[7]' })]), {
    verdict: 'DNF',
    cause: { message: '1 components say NOASSERTION of their licence: lib 1.0 (packages[7] of sboms/a.json)' },
  })
  t.match(stated([under('NOASSERTION'), bare]), {
    verdict: 'FAIL',
    finding: { notes: [/^1 components say NOASSERTION/] },
  })
})

t.test('words that tools write where they know no licence are none, in whichever form', async (t) => {
  for (const name of ['UNKNOWN', 'None', 'noassertion', 'NOASSERTION AND NOASSERTION']) {
    t.match(stated([sampleComponent({ licences: [{ name }] })]), { verdict: 'DNF' }, name)
    t.match(stated([under(name)]), { verdict: 'DNF' }, name)
  }
  t.match(stated([under('NOASSERTION AND MIT')]), { verdict: 'PASS' })
  t.match(stated([sampleComponent({ licences: [{ name: 'Unknown Worlds Licence' }] })]), { verdict: 'PASS' })
})

t.test('the subject of a bill that asserts nothing, as in SPDX, leaves nothing open', async (t) => {
  const subject = under('NOASSERTION', { at: 'packages[0]', type: 'container' })
  t.match(stated([under('MIT')], { subject }), { verdict: 'PASS', finding: { examined: { count: 1 } } })
  t.match(osi([under('MIT')], { subject }), { verdict: 'PASS', finding: { examined: { count: 1 } } })
  t.match(stated([under('MIT'), subject]), { verdict: 'DNF' }, 'as a component it does')
  t.match(osi([under('MIT'), subject]), { verdict: 'DNF' })
})

t.test('what is no software of its own needs none', async (t) => {
  for (const type of ['operating-system', 'file', 'data']) {
    t.match(stated([under('MIT'), { ...bare, type }]), { verdict: 'PASS', finding: { examined: { count: 1 } } }, type)
    t.match(osi([under('MIT'), under('NOASSERTION', { type })]), { verdict: 'PASS' }, type)
    t.match(osi([under('MIT'), under('SSPL-1.0', { type })]), { verdict: 'FAIL' }, `${type} that says one`)
  }
  t.match(stated([{ ...bare, type: 'container' }]), { verdict: 'FAIL' })
})

t.test('of nothing nothing is proven', async (t) => {
  t.match(stated([]), { verdict: 'DNF', cause: { message: /lists no component/ } })
  t.match(osi([]), { verdict: 'DNF', cause: { message: /lists no component/ } })
})

t.test('OSI-approved licences alone will do', async (t) => {
  t.match(osi([under('MIT'), under('SSPL-1.0 OR AGPL-3.0-only'), under('GPL-2.0-only WITH Classpath-exception-2.0')]), {
    verdict: 'PASS',
    finding: {
      examined: { count: 3 },
      notes: [
        /^judged by spdx-licences \(bundled\), collected on 2026-\d\d-\d\d, whole until 2026-/,
        /^judged by licence-names/,
      ],
    },
  })
})

t.test('what is not approved fails, by name and place; what is open besides is told', async (t) => {
  t.match(
    osi([under('BUSL-1.1', { purl: 'pkg:golang/example.org/vault@1.15', at: 'components[4]' }), under('NOASSERTION')]),
    {
      verdict: 'FAIL',
      finding: {
        violations: [
          {
            subject: 'component pkg:golang/example.org/vault@1.15',
            actual: 'BUSL-1.1 is not approved by the OSI, at components[4] of sboms/a.json',
          },
        ],
        notes: [/./, /./, /^1 components have licences that are not known: lib 1\.0: NOASSERTION/],
      },
    },
  )
})

t.test('what is not known is open', async (t) => {
  t.match(osi([under('MIT'), under('LicenseRef-1')]), {
    verdict: 'DNF',
    cause: { message: /lib 1\.0: LicenseRef-1 is not known \(components\[0\] of sboms\/a\.json\)$/ },
  })
  t.match(osi([under('LicenseRef-1')], { licenceRefs: { 'LicenseRef-1': 'MIT License' } }), { verdict: 'PASS' })
  t.match(osi([bare]), { verdict: 'DNF', cause: { message: /it states no licence/ } })
})

t.test('the subject counts where it states a licence', async (t) => {
  t.match(osi([under('MIT')], { subject: under('SSPL-1.0', { at: 'metadata.component' }) }), { verdict: 'FAIL' })
  t.match(osi([under('MIT')], { subject: { ...bare, type: 'container' } }), { verdict: 'PASS' })
})

t.test('thousands of violations are bounded, and counted', async (t) => {
  const many = Array.from({ length: 2500 }, (_unused, i) => under('SSPL-1.0', { at: `components[${i}]` }))
  const { finding } = osi(many)
  t.equal(finding.violations.length, 1000)
  t.match(finding.notes?.at(-1), '1500 more components violate this, and are not named here')
  t.match(osi(many.map((one) => ({ ...one, licences: [{ expression: 'NOASSERTION' }] }))), {
    cause: { message: /^2500 components have licences .*; and 2490 more$/ },
  })
})
