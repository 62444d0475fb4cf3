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

t.test('a command is written as it must be typed', async (t) => {
  t.match(format.render(sample), /`scs-conformance run [^`\\]*\|[^`\\]*`/)
})
