import t from 'tap'
import { comparableNotes, keyOfCause, keyOfViolation, surplus } from './comparable.ts'

const violation = (actual: string, expected = 'b', subject = 'flavor a') => ({ subject, expected, actual })
const same = (one: string, other: string) => keyOfViolation(violation(one)) === keyOfViolation(violation(other))
const uuid = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`

t.test(
  'a violation is the same whatever lies between two runs, and another one where the subject has changed',
  async (t) => {
    t.ok(same('issued on 2025-01-01, 400 days ago', 'issued on 2025-01-01, 401 days ago'))
    t.notOk(same('issued on 2025-01-01, 400 days ago', 'issued on 2025-01-02, 400 days ago'))
    t.ok(same('due for 1 day, and no such image', 'due for 20 days, and no such image'))
    t.notOk(same('valid for 398 days', 'valid for 500 days'))
    t.ok(same(`403 (Request-ID: req-${uuid('a')})`, `403 (Request-ID: req-${uuid('b')})`))
    t.ok(same(`PUT /groups/${'a'.repeat(32)}/users`, `PUT /groups/${'b'.repeat(32)}/users`))
    t.notOk(same(`image ${uuid('a')}`, `image ${uuid('b')}`))
    t.ok(same('volume scs-conformance-0123abcd-volume', 'volume scs-conformance-4567abcd-volume'))
    t.notOk(same('volume scs-conformance-0123abcd-volume', 'volume scs-conformance-4567abcd-restored'))
    t.ok(same('5 of 1000 blocks failed', '4 of 1000 blocks failed'))
    t.notOk(same('it ends on 2027-03-04T12:00:00.000Z', 'it ends on 2028-03-04T12:00:00.000Z'))
    const before = (moment: string) => keyOfViolation(violation('2030-01-01', `image_build_date before ${moment}`))
    t.equal(before('2026-11-24T12:04:53.309Z'), before('2026-11-25T12:04:53.309Z'))
  },
)

t.test('a test that fails with other words is the same failure; another test is not', async (t) => {
  const failure = (name: string, actual: string) => keyOfViolation(violation(actual, 'it passes', `test ${name}`))
  t.equal(failure('tempest.A.one', 'it failed: timed out (36.1 s)'), failure('tempest.A.one', 'it failed: 500'))
  t.not(failure('tempest.A.one', 'it failed'), failure('tempest.A.two', 'it failed'))
})

t.test('causes', async (t) => {
  const gap = (missing: string) => keyOfCause({ kind: 'dependency', message: `1 of 258 tests did not run: ${missing}` })
  t.equal(gap('a'), gap('a'))
  t.not(gap('a'), gap('b'))
  t.not(keyOfCause({ kind: 'timeout', message: 'a' }), keyOfCause({ kind: 'auth', message: 'a' }))
  const ended = (at: string) => keyOfCause({ kind: 'timeout', message: `it ended at ${at}` })
  t.equal(ended('2026-11-24T12:00:00Z'), ended('2026-11-25T12:00:00Z'))
})

t.test('notes of imported results are the same wherever they lay and whenever they ended', async (t) => {
  const notes = (folder: string, kept: number, day: string, words: string) => [
    `judged by the 258 tests of the list as of ${day}`,
    `${folder}/task.json: Rally task, finished at an unknown time`,
    `${folder}/task.json: ${kept} of 2 workloads kept their service levels`,
    `${folder}/stream: subunit, finished ${day}T10:00:00.000Z`,
    `could not be set up: setUpClass (tempest.B): ${words}`,
  ]
  const keys = (list: readonly string[]) => comparableNotes(list).map(({ key }) => key)
  const one = keys(notes('before', 2, '2026-11-23', 'no users'))
  t.same(keys(notes('after', 2, '2026-11-24', 'no project')), one)
  t.strictNotSame(keys(notes('after', 1, '2026-11-24', 'no project')), one)
  t.equal(one.length, 4, 'what was judged by is none of them')
  t.equal(comparableNotes(['a: b'])[0]?.text, 'a: b')
})

t.test('what one list has more often', async (t) => {
  const more = (of: readonly string[], others: readonly string[]) => surplus(of, others, (one) => one)
  t.same(more(['a', 'a', 'b'], ['a', 'c']), ['a', 'b'])
  t.same(more(['a'], ['a', 'a']), [])
})
