import t from 'tap'
import { namesOf } from '../../suites/e2e/required-tests.ts'
import { loadExceptions, loadRequiredTests } from './e2e-data.ts'

t.test('the bundled required tests: both sets of each version, each name once', async (t) => {
  const required = await loadRequiredTests()
  const minors = Object.keys(required.releases)
  t.ok(minors.includes('1.32') && minors.includes('1.37'))
  for (const minor of minors) {
    for (const set of ['conformance', 'networkPolicy'] as const) {
      const names = namesOf(required, set, minor) ?? []
      t.ok(names.length >= (set === 'conformance' ? 400 : 50), `${set} ${minor}`)
      t.equal(new Set(names).size, names.length)
      const word = set === 'conformance' ? '[Conformance]' : 'NetworkPolicy'
      t.same(
        names.filter((name) => !name.includes(word)),
        [],
      )
    }
  }
  t.equal(namesOf(required, 'conformance', '1.31'), null)
  t.equal(namesOf(required, 'conformance', 'toString'), null)
})

t.test('the bundled exceptions: each names a test of some version', async (t) => {
  const required = await loadRequiredTests()
  const names = [...required.conformance, ...required.networkPolicy].flatMap((group) => group.names)
  const exceptions = await loadExceptions()
  t.equal(exceptions.length, 9)
  for (const { regex } of exceptions)
    t.ok(
      names.some((name) => new RegExp(regex).test(name)),
      regex,
    )
})

t.test('a file of another form is refused, with the place', async (t) => {
  const files = t.testdir({
    'exceptions.yaml': 'asOf: 2026-01-01\nexceptions:\n  - { regex: "(", reason: r, source: "https://x.org" }\n',
    'required.json': '{ "format": "scs-conformance-required-tests/2" }',
  })
  await t.rejects(loadExceptions(`${files}/exceptions.yaml`), {
    name: 'UsageError',
    message: /exceptions\.yaml:3.*regex/,
  })
  await t.rejects(loadRequiredTests(`${files}/required.json`), { name: 'UsageError', message: /required\.json/ })
})
