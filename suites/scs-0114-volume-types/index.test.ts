import t from 'tap'
import type { Finding } from '../../src/check.ts'
import { suite } from './index.ts'

/** Findings by the last words of the ids. */
function judge(...descriptions: readonly (string | null)[]): Record<string, Finding> {
  const volumeTypes = descriptions.map((description, index) => ({ id: `${index}`, name: `type${index}`, description }))
  return Object.fromEntries(
    suite.checks.map((check) => [check.id.slice('scs-0114-'.length), check.judge({ volumeTypes })]),
  )
}

t.test('one type for both aspects', async (t) => {
  const findings = judge('[scs:encrypted, replicated] LUKS on Ceph', null)
  for (const finding of Object.values(findings)) t.same(finding, { examined: ['type0', 'type1'], violations: [] })
})

t.test('nothing listed: right, but neither aspect is there', async (t) => {
  for (const findings of [judge(), judge(null, 'encrypted', '[scs:]')]) {
    t.same(findings['syntax-check']?.violations, [])
    t.match(findings['encrypted-type']?.violations, [
      { subject: 'the volume types', expected: 'one whose description begins with [scs:encrypted]' },
    ])
    t.equal(findings['replicated-type']?.violations.length, 1)
  }
})

t.test('a wrong list is a violation, and its aspects count all the same', async (t) => {
  const findings = judge('[scs:replicated, encrypted, fast]')
  t.match(findings['syntax-check']?.violations, [
    {
      subject: 'volume type type0',
      actual: '"[scs:replicated, encrypted, fast]": unknown: "fast"; not in alphabetical order',
      remedy: "openstack volume type set --description '[scs:encrypted, replicated] …' type0",
    },
  ])
  t.same(findings['encrypted-type']?.violations, [])
  t.same(findings['replicated-type']?.violations, [])
})
