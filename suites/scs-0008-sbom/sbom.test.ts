import t from 'tap'
import { judge } from '../../src/engine.ts'
import { sampleSbom } from './sample.ts'
import { sbomCheck } from './sbom.ts'

const referenceTime = '2026-11-24T12:00:00.000Z'
const verdict = (changes?: Parameters<typeof sampleSbom>[0]) =>
  judge(sbomCheck, { sboms: changes === undefined ? null : [sampleSbom(changes)], referenceTime })

t.test('without a bill it is a matter for an attestation', async (t) => {
  t.match(verdict(), { verdict: 'MISS', cause: { kind: 'manual', message: /--provider \(docs\/provider-file\.md\)/ } })
})

t.test('a bill that is in date passes, and the report tells what it is', async (t) => {
  t.match(verdict({}), {
    verdict: 'PASS',
    finding: {
      examined: ['sboms/a.json'],
      notes: [
        'sboms/a.json: CycloneDX 1.6, 1 components of cloud, made at 2026-11-01T12:00:00Z, by syft 1.0, sha256:0',
      ],
    },
  })
})

t.test('92 days, and not a day more', async (t) => {
  t.match(verdict({ createdAt: '2026-08-24T12:00:00Z' }), { verdict: 'PASS' })
  t.match(verdict({ createdAt: '2026-08-24' }), { verdict: 'PASS' }, 'a day counts as of its end')
  t.match(verdict({ createdAt: '2026-08-24T11:59:00Z' }), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: 'it was made on 2026-08-24, more than 92 days ago' }] },
  })
  t.match(verdict({ createdAt: '2026-08-23T11:59:00Z' }), {
    verdict: 'FAIL',
    finding: {
      violations: [{ subject: 'bill of materials sboms/a.json', actual: 'it was made on 2026-08-23, 93 days ago' }],
    },
  })
})

t.test('a day ahead may be a clock, more is none', async (t) => {
  t.match(verdict({ createdAt: '2026-11-25T11:00:00Z' }), { verdict: 'PASS' })
  t.match(verdict({ createdAt: '2026-11-25T13:00:00Z' }), {
    verdict: 'FAIL',
    finding: { violations: [{ actual: 'it was made on 2026-11-25, which is still to come' }] },
  })
})

t.test('moments as the formats and tools write them', async (t) => {
  for (const createdAt of [
    '2026-11-01',
    '2026-11-01T10:00:00',
    '2026-11-01T10:00:00.123456+00:00',
    '2026-11-01T10:00:00+0100',
  ]) {
    t.match(verdict({ createdAt }), { verdict: 'PASS' }, createdAt)
  }
})

t.test('of what has no moment the age is open', async (t) => {
  t.match(verdict({ createdAt: null }), {
    verdict: 'DNF',
    cause: { kind: 'dependency', message: 'sboms/a.json does not say when it was made, so it may be of any age' },
  })
  t.match(verdict({ createdAt: 'yesterday' }), {
    verdict: 'DNF',
    cause: { message: /made at yesterday, which is no moment/ },
  })
})

t.test('a bill without a tool, a subject or a component', async (t) => {
  const violated = (changes: Parameters<typeof sampleSbom>[0]) => {
    const { verdict: is, finding } = verdict(changes)
    return [is, ...finding.violations.map(({ actual }) => actual)]
  }
  t.same(violated({ tools: [] }), ['FAIL', 'it names none'])
  t.same(violated({ about: null }), ['FAIL', 'it names nothing'])
  t.same(violated({ components: [] }), ['FAIL', 'it lists none'])
})

t.test('a violation in one bill counts, whatever is open in another', async (t) => {
  const sboms = [sampleSbom({ createdAt: null }), sampleSbom({ file: 'b.json', tools: [] })]
  t.match(judge(sbomCheck, { sboms, referenceTime }), {
    verdict: 'FAIL',
    finding: {
      violations: [{ subject: 'bill of materials b.json' }],
      notes: [/./, /./, /^sboms\/a\.json does not say/],
    },
  })
})
