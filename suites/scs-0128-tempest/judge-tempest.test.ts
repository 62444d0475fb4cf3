import t from 'tap'
import { judgeTempest } from './judge-tempest.ts'
import { mergeFiles, type TempestResults } from './results.ts'

type Test = TempestResults['tests'][number]

const required = {
  reach: '2026-08-21',
  tests: [
    { id: 'a1', name: 'tempest.A.test_one' },
    { id: 'b2', name: 'tempest.A.test_two' },
  ],
}
const test = (id: string | null, name: string, more: Partial<Test> = {}): Test => ({
  id,
  name: `tempest.A.${name}`,
  outcome: 'passed',
  message: null,
  failedBefore: false,
  ...more,
})
const judge = (...tests: readonly Test[]) =>
  judgeTempest(
    { sources: [{ source: 'f', kind: 'subunit', finishedAt: '2026-11-24T10:00:00.000Z', notes: [] }], tests },
    required,
  )

t.test('all passed: by id where a test was renamed, by name where the results tell no id', async (t) => {
  const finding = judge(test('a1', 'test_renamed'), test(null, 'test_two'))
  t.match(finding, {
    examined: { count: 2 },
    violations: [],
    undecided: undefined,
    observedAt: '2026-11-24T10:00:00.000Z',
  })
})

t.test('one failed', async (t) => {
  const failed = test('b2', 'test_two', { outcome: 'failed', message: 'KeyError' })
  t.match(judge(test('a1', 'test_one'), failed), {
    violations: [{ subject: 'test tempest.A.test_two', actual: 'it failed: KeyError' }],
    undecided: undefined,
  })
  t.match(judge(failed), { violations: [{}], undecided: undefined }, 'FAIL beats what is missing')
})

t.test('one that failed for want of room has not run: that says nothing of the cloud', async (t) => {
  const failed = (message: string) =>
    judge(test('a1', 'test_one'), test('b2', 'test_two', { outcome: 'failed', message }))
  for (const message of [
    'Details: Quota exceeded for cores: Requested 1, but already used 10 of 10 cores',
    "Details: {'code': 413, 'message': 'VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota'}",
    "Details: {'type': 'OverQuota', 'message': 'Quota exceeded for resources: [router].', 'detail': ''}",
  ]) {
    t.match(failed(message), {
      violations: [],
      undecided: { kind: 'dependency', message: /^1 of 2 .*test_two \(failed: Details: / },
    })
  }
  t.match(failed('Details: the quotas of a project could not be read'), { violations: [{}], undecided: undefined })
})

t.test('a class that inherits a test has its id too: the one that is listed counts', async (t) => {
  const [one, two, fails] = [test('a1', 'test_one'), test('b2', 'test_two'), { outcome: 'failed' } as const]
  const heir = (more: Partial<Test> = {}) => ({ ...test('a1', 'test_one', more), name: 'tempest.Heir.test_one' })
  for (const tests of [
    [one, heir(fails), two],
    [heir(fails), one, two],
  ])
    t.match(judge(...tests), { violations: [], undecided: undefined })
  for (const tests of [
    [test('a1', 'test_one', fails), heir(), two],
    [heir(), test('a1', 'test_one', fails), two],
  ])
    t.match(judge(...tests), { violations: [{ subject: 'test tempest.A.test_one' }] })
  const renamed = { ...heir(), name: 'tempest.B.test_one' }
  t.match(judge(renamed, heir(), two), { violations: [], undecided: undefined })
  t.match(judge(renamed, heir(fails), two), { violations: [{ subject: 'test tempest.Heir.test_one' }] })
  t.match(judge(renamed, heir({ outcome: 'skipped' }), two), { violations: [], undecided: { message: /1 of 2/ } })
})

t.test('sources with and without ids: the last one counts', async (t) => {
  const file = (...tests: readonly Test[]) =>
    ({ source: 'f', kind: 'JUnit', finishedAt: '2026-11-24T10:00:00.000Z', notes: [], tests }) as const
  const verdict = (...files: readonly ReturnType<typeof file>[]) => judgeTempest(mergeFiles(files), required)
  const [known, bare] = [test('a1', 'test_one'), test(null, 'test_one')]
  const two = file(test('b2', 'test_two'))
  const failed = { outcome: 'failed' } as const
  t.match(verdict(two, file(known), file({ ...bare, ...failed })), { violations: [{ actual: 'it failed' }] })
  t.match(verdict(two, file({ ...bare, ...failed }), file(known)), { violations: [], undecided: undefined })
  t.match(verdict(two, file(known), file({ ...bare, outcome: 'not run' })), { violations: [], undecided: undefined })
  const heir = { ...known, ...failed, name: 'tempest.Heir.test_one' }
  t.match(verdict(two, file(known, heir)), { violations: [], undecided: undefined })
  t.match(verdict(two, file({ ...known, ...failed }, { ...heir, outcome: 'passed' })), { violations: [{}] })
})

t.test('missing, skipped or never ended: undecided, with the names', async (t) => {
  t.match(judge(test('a1', 'test_one')), { violations: [], undecided: { message: /1 of 2 .*: tempest.A.test_two;/ } })
  const skipped = test('b2', 'test_two', { outcome: 'skipped', message: 'no swift' })
  t.match(judge(test('a1', 'test_one'), skipped), { undecided: { message: /test_two \(skipped: no swift\)/ } })
  t.match(judge(), { undecided: { message: /2 of 2/ } })
})

t.test(
  'results without a time are not taken for those of today; a task of Rally, which tells of no test, needs none',
  async (t) => {
    const tests = [test('a1', 'test_one'), test('b2', 'test_two')]
    const dated = { source: 'f', kind: 'subunit', finishedAt: '2026-11-24T10:00:00.000Z', notes: [], tests } as const
    const undated = { source: 'old.xml', kind: 'JUnit', finishedAt: null, notes: [], tests: [] } as const
    const verdict = (...files: Parameters<typeof mergeFiles>[0]) => judgeTempest(mergeFiles(files), required)
    const refusal = {
      violations: [],
      undecided: { kind: 'dependency', message: /^old\.xml does not tell when the tests ran/ },
    }
    t.match(verdict(dated, undated), refusal)
    t.match(verdict({ ...undated, tests: tests.map((one) => ({ ...one, outcome: 'failed' })) }), refusal)
    const { notes, undecided, observedAt } = verdict(dated, { ...undated, kind: 'Rally task', notes: ['1 of 1'] })
    t.same([undecided, observedAt], [undefined, dated.finishedAt])
    t.ok(notes?.includes('old.xml: 1 of 1'))
  },
)

t.test('what is not required is told, and does not count', async (t) => {
  const all = [test('a1', 'test_one'), test('b2', 'test_two')]
  const {
    violations,
    undecided,
    notes = [],
  } = judge(...all, test('c3', 'test_three', { outcome: 'failed' }), {
    ...test(null, ''),
    name: 'setUpClass (tempest.B)',
    outcome: 'failed',
    message: 'no users',
  })
  t.same([violations, undecided], [[], undefined])
  t.ok(notes.includes('could not be set up: setUpClass (tempest.B): no users'))
  t.ok(notes.includes('not required: 1 (tempest.A.test_three)'))
  t.ok(notes.includes('not required, and failed: tempest.A.test_three'))
})

t.test('of very many that failed and are not required a hundred are named', async (t) => {
  const failing = (count: number) =>
    judge(...Array.from({ length: count }, (_, i) => test(`x${i}`, `extra_${i}`, { outcome: 'failed' }))).notes ?? []
  const told = (notes: readonly string[]) => notes.filter((note) => note.startsWith('not required, and failed'))
  t.equal(told(failing(100)).length, 100)
  t.match(told(failing(101)).at(-1), /101 in all, of which 100 are named/)
})

t.test('passed only the second time is told; nothing named at all is MISS', async (t) => {
  const { notes = [] } = judge(test('a1', 'test_one', { failedBefore: true }), test('b2', 'test_two'))
  t.ok(notes.includes('passed only when it was run again: tempest.A.test_one'))
  t.match(judgeTempest(null, required), { undecided: { kind: 'manual', message: /--import FILE/ } })
})
