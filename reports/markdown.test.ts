import t from 'tap'
import { reportOf, sample } from './golden/sample.ts'
import { format } from './markdown.ts'

const withName = (subject: string): string =>
  format.render(reportOf({ a: { verdict: 'FAIL', violations: [{ subject, expected: 'x', actual: '' }] } }))

t.test('a name from the cloud stays in its cell and in its code span', async (t) => {
  t.match(withName('a | b'), '\n| `a \\| b` | `x` | (empty) |\n')
  t.match(withName('a `` b'), '| ```a `` b``` |')
  t.match(withName('`'), '| `` ` `` |')
  t.match(withName('a\nb'), '| `a\\nb` |')
})

t.test('running text holds no HTML, no mention, no reference, no mark-up', async (t) => {
  const text = format.render(reportOf({ a: { verdict: 'PASS', notes: ['<b>*x*</b> @all see #1 [y](z)'] } }))
  t.match(text, '\\<b\\>\\*x\\*\\</b\\> @\u2060all see #\u20601 \\[y\\](z)')
})

t.test('only the addresses of web pages become links', async (t) => {
  t.notMatch(format.render(sample), '](<javascript:')
  t.match(format.render(sample), '](<https://docs.scs.community/')
})

t.test('a comment does not outgrow what a forge takes', async (t) => {
  const violations = Array.from({ length: 5000 }, (_, i) => ({ subject: `image ${i}`, expected: 'x', actual: 'y' }))
  const text = format.render(reportOf({ a: { verdict: 'FAIL', violations } }))
  t.match(text, '… and 4990 more.')
  t.ok(text.length < 10_000)
})

t.test('what an undecided testcase saw violated is told with it', async (t) => {
  const violations = [{ subject: 'image x', expected: 'a', actual: 'b' }]
  const text = format.render(reportOf({ a: { verdict: 'DNF', violations }, b: { verdict: 'DNF' } }))
  t.match(
    text,
    '#### ❔ `a`: violations seen\n\n| Violation | Expected | Actual |\n| --- | --- | --- |\n| `image x` | `a` | `b` |',
  )
  t.notMatch(text, '#### ❔ `b`')
  const ids = Array.from({ length: 12 }, (_, i) => [`a${i}`, { verdict: 'DNF', violations }] as const)
  t.match(format.render(reportOf(Object.fromEntries(ids))), '\n\n… and 2 more.')
})

t.test('a failure that no version in force asks about says so', async (t) => {
  t.match(format.render(reportOf({ a: { verdict: 'FAIL' } }, { versions: {} })), 'demanded by no version in force.')
})

t.test('of a remedy only the command is code', async (t) => {
  const remedy = 'upload it, then openstack image set --min-disk 1 e36982ca, and *wait*'
  const violations = [{ subject: 'image x', expected: 'a', actual: 'b', remedy }]
  t.match(
    format.render(reportOf({ a: { verdict: 'FAIL', violations } })),
    '- Remedy: upload it, then `openstack image set --min-disk 1 e36982ca` and \\*wait\\*',
  )
})

t.test('a command is written as it must be typed', async (t) => {
  t.match(format.render(sample), /`scs-conformance run [^`\\]*\|[^`\\]*`/)
})
