import t from 'tap'
import { testsToRun } from './tests-to-run.ts'

const id = (digit: number) => `0000000${digit}-0000-4000-8000-000000000000`
const required = [
  { id: id(1), name: 'tempest.a.A.test_one' },
  { id: id(2), name: 'tempest.a.A.test_two' },
  { id: 'ad71bd23-12ad-426b-bb8b-195d2b635f27', name: 'tempest.u.U.test_user_update_own_password' },
]
const all = { only: null, mayChangePasswords: true, present: new Set<string>() }
const password = 'tempest.u.U.test_user_update_own_password[id-ad71bd23-12ad-426b-bb8b-195d2b635f27]'
const printed = `WARNING something\ntempest.a.A.test_one[id-${id(1)},smoke]\ntempest.a.A.test_two_more[id-${id(3)}]\n${password}\n`

t.test('by name, or by the id that a renamed test has kept; one that is not there is told', (t) => {
  const { listed, notes } = testsToRun(printed, required, all)
  t.same(listed, [`tempest.a.A.test_one[id-${id(1)},smoke]`, password])
  t.same(notes, ['this Tempest has no test tempest.a.A.test_two'])
  const renamed = testsToRun(`${printed}tempest.b.B.test_second[id-${id(2)}]\n`, required, all)
  t.equal(renamed.listed[1], `tempest.b.B.test_second[id-${id(2)}]`)
  t.same(renamed.notes, [])
  t.end()
})

t.test('tests that change passwords are left to users who were named for that', (t) => {
  const { listed, notes } = testsToRun(printed, required, { ...all, mayChangePasswords: false })
  t.notOk(listed.includes(password))
  t.match(notes, [/test_user_update_own_password; name users .* --tempest-accounts/, /no test/])
  t.end()
})

t.test('only some', (t) => {
  const { listed, notes } = testsToRun(printed, required, { ...all, only: /_one$/ })
  t.equal(listed.length, 1)
  t.same(notes, ['only tests that match _one$ were run: 1 of 3'])
  t.end()
})

t.test('a test that counts all there is says nothing where something was there before', (t) => {
  const name = 'tempest.i.ApplicationCredentialsV3Test.test_list_application_credentials'
  const wanted = [...required, { id: id(4), name }]
  const there = `${printed}${name}[id-${id(4)}]\n`
  t.ok(testsToRun(there, wanted, { ...all, present: new Set(['snapshot']) }).listed.includes(`${name}[id-${id(4)}]`))
  const { listed, notes } = testsToRun(there, wanted, { ...all, present: new Set(['application credential']) })
  t.notOk(listed.includes(`${name}[id-${id(4)}]`))
  t.match(notes, [
    /has that already \(application credential\): .*test_list_application_credentials; name users/,
    /no test/,
  ])
  t.end()
})
