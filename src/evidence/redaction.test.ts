import fc from 'fast-check'
import t from 'tap'
import { format as html } from '../../reports/html.ts'
import { reportOf } from '../../reports/golden/sample.ts'
import { validateReport } from '../../reports/validate.ts'
import { commitment, redactForSharing } from './redaction.ts'

const digest = `sha256:${'0'.repeat(64)}`
const key = new Uint8Array(32)

function redacted(texts: {
  readonly actual?: string
  readonly note?: string
  readonly subject?: string
  readonly message?: string
}) {
  const { actual = 'x', note = 'y', subject = 'flavor a', message = 'demo in project secret-project' } = texts
  const violation = { subject, expected: 'a source such as https://cdimage.debian.org/', actual }
  const full = reportOf(
    { 'scs-0100-syntax-check': { verdict: 'FAIL', violations: [violation], notes: [note] } },
    { preflight: [{ id: 'authentication', outcome: 'ok', message }] },
  )
  return redactForSharing(full, digest, key)
}

function shown(texts: Parameters<typeof redacted>[0]): string {
  const { report } = redacted(texts)
  const { violations, notes } = report.results['scs-0100-syntax-check'] ?? { violations: [], notes: [] }
  return [...violations.flatMap(({ subject, actual }) => [subject, actual]), ...notes].join(' | ')
}

t.test('hosts, addresses, ids, mail, users, projects and nodes become pseudonyms, the same everywhere', async (t) => {
  t.equal(
    shown({ actual: 'GET https://api.cloud.example:5000/v3 on api.cloud.example' }),
    'flavor a | GET https://host-1:5000/v3 on host-1 | y',
  )
  t.equal(
    shown({ actual: '10.0.0.7 and 2001:db8::7', note: '10.0.0.7' }),
    'flavor a | address-1 and address-2 | address-1',
  )
  t.equal(shown({ note: 'project secret-project of demo' }), 'flavor a | x | project project-1 of user-1')
  t.equal(shown({ actual: 'id 6f7e4a4c-9a43-4a39-9a9d-0d6a3a4f2a11' }), 'flavor a | id id-1 | y')
  t.equal(shown({ subject: 'node worker-1', note: 'worker-1 and worker-10' }), 'node node-1 | x | node-1 and worker-10')
  t.equal(shown({ note: 'ask ops@cloud.example' }), 'flavor a | x | ask mail-1')
})

t.test(
  'what readers need stays: names of flavors and images, hosts that the standard itself names, the subject',
  async (t) => {
    t.equal(
      shown({ actual: 'https://cdimage.debian.org/x', subject: 'flavor SCS-4V-16.5' }),
      'flavor SCS-4V-16.5 | https://cdimage.debian.org/x | y',
    )
    t.equal(redacted({}).report.subject, reportOf({}).subject)
  },
)

t.test('each removed value is committed to, and the report still fits its schema', async (t) => {
  const { report, removed } = redacted({ actual: '10.0.0.7' })
  t.equal(validateReport(JSON.parse(JSON.stringify(report))), null)
  t.same(removed.map(({ pseudonym, value }) => `${pseudonym} ${value}`).toSorted(), [
    'address-1 10.0.0.7',
    'project-1 secret-project',
    'user-1 demo',
  ])
  for (const { pseudonym, salt, value } of removed)
    t.equal(report.redaction.commitments[pseudonym], commitment(salt, value))
  t.equal(report.redaction.of, digest)
})

t.test('no canary is left, wherever it stood; the same report and key give the same bytes', async () => {
  const canary = fc.constantFrom(
    '10.11.12.13',
    'fd00:1::beef',
    'keystone.canary.example',
    '0d6a3a4f2a11496f8f7a5d5c6b7a8990',
    'canary@mail.example',
  )
  const words = fc
    .array(fc.constantFrom('GET', 'https://', 'on ', '(', ')', ': ', 'flavor ', '"'), { maxLength: 4 })
    .map((parts) => parts.join(''))
  const around = fc
    .tuple(words, canary, words)
    .map(([before, value, after]) => ({ value, text: `${before} ${value} ${after}` }))
  fc.assert(
    fc.property(around, around, (one, other) => {
      const texts = {
        actual: `https://${one.value}/x`,
        note: other.text,
        message: `${one.value} in project ${other.value}`,
      }
      const { report } = redacted(texts)
      const written = JSON.stringify(report) + html.render(report)
      return (
        !written.includes(one.value) &&
        !written.includes(other.value) &&
        JSON.stringify(redacted(texts).report) === JSON.stringify(report)
      )
    }),
  )
})
