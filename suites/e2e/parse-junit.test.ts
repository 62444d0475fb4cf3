import fc from 'fast-check'
import t from 'tap'
import { ProbeError } from '../../src/fact.ts'
import { parseJUnit } from './parse-junit.ts'
import { sampleJUnit, type SampleTest } from './sample-junit.ts'

const parse = (text: string) => parseJUnit(text, 'junit_01.xml')

async function one(test: Omit<SampleTest, 'name'>, properties = {}) {
  const { tests } = await parse(sampleJUnit({ tests: [{ name: 'a [Conformance]', ...test }], properties }))
  return tests[0]
}

t.test('every state of ginkgo', async (t) => {
  t.same(await one({}, { FlakeAttempts: '0' }), {
    name: 'a [Conformance]', outcome: 'passed', attempts: 1, message: null, durationMs: 1250,
  }) // prettier-ignore
  t.match(await one({ status: 'failed', why: 'it is\n  not so' }), { outcome: 'failed', message: 'it is not so' })
  t.match(await one({ status: 'panicked', why: 'nil map' }), { outcome: 'failed', message: 'nil map' })
  t.match(await one({ status: 'timedout', why: 'spec timed out' }), { outcome: 'failed' })
  t.match(await one({ status: 'timedout', why: 'A suite timeout occurred' }), { outcome: 'interrupted' })
  t.match(await one({ status: 'interrupted', why: 'by user' }), { outcome: 'interrupted', message: 'by user' })
  t.match(await one({ status: 'aborted', why: 'no nodes' }), { outcome: 'interrupted' })
  t.match(await one({ status: 'skipped', why: 'needs 2 nodes' }), { outcome: 'skipped', message: 'needs 2 nodes' })
  t.equal(await one({ status: 'skipped' }), undefined, 'left out by the focus')
  t.equal(await one({ status: 'pending' }), undefined)
  await t.rejects(one({ status: 'brilliant' }), { kind: 'malformed', message: /unknown status brilliant/ })
})

t.test('attempts, as far as JUnit tells them', async (t) => {
  t.match(await one({ status: 'failed', retries: 1 }), { attempts: 2 })
  t.match(await one({ status: 'failed', retries: 0 }), { attempts: 1 })
  t.match(await one({}), { attempts: null }, 'with retries allowed, a passed test may have had some')
  t.match(await one({ status: 'failed', retries: 0 }, { FlakeAttempts: '0' }), { attempts: 1 })
})

t.test('the suite: its times, a dry run, what went wrong around the tests', async (t) => {
  const plain = await parse(sampleJUnit())
  t.match(plain, { startedAt: '2026-01-02T03:04:05.000Z', finishedAt: '2026-01-02T03:05:05.000Z', dryRun: false })
  t.same(plain.troubles, [])
  t.equal((await parse(sampleJUnit({ properties: { DryRun: 'true' } }))).dryRun, true)
  t.match(await parse(sampleJUnit({ timestamp: '2026-01-02T03:04:05+01:00' })), {
    startedAt: '2026-01-02T02:04:05.000Z',
  })
  t.match(await parse(sampleJUnit({ timestamp: 'yesterday' })), { startedAt: null, finishedAt: null })
  const nodes = [{ name: '[SynchronizedBeforeSuite]', status: 'failed', why: 'no node is ready' }]
  t.match(await parse(sampleJUnit({ nodes })), { troubles: ['[SynchronizedBeforeSuite]: no node is ready'], tests: [] })
})

t.test('JUnit of others: without status, and without [It]', async (t) => {
  const text = `<testsuite tests="3"><testcase name="x"/><testcase name="y"><failure>no</failure></testcase>
    <testcase name="z"><skipped/></testcase></testsuite>`
  t.match((await parse(text)).tests, [
    { name: 'x', outcome: 'passed', durationMs: 0 },
    { name: 'y', outcome: 'failed', message: 'no' },
  ])
  const torn = '<testsuite><testcase name="x" status="passed"><failure>no</failure></testcase></testsuite>'
  await t.rejects(parse(torn), { kind: 'malformed', message: /x passed and failed/ })
})

t.test('what is hostile or torn is refused, with the file named', async (t) => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>'
  const outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite name="&a;"/>'
  const many = `<testsuite>${'<testcase name="x"/>'.repeat(50_001)}</testsuite>`
  for (const [text, why] of [
    [bomb, /document type/],
    [outside, /document type/],
    [sampleJUnit().slice(0, -40), /line \d+/],
    ['<html></html>', /no testsuite/],
    ['', /./],
    [`<testsuite>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</testsuite>`, /nest/i],
    ['<testsuite><testcase/></testsuite>', /no usable name/],
    [many, /more than 50000/],
  ] as const) {
    await t.rejects(parse(text), { kind: 'malformed', message: /^junit_01\.xml: / }, text.slice(0, 60))
    await t.rejects(parse(text), { message: why }, text.slice(0, 60))
  }
})

const letters = fc.constantFrom(...'aZ0 -_.[]()<>&\'"/:;,ü%$#@!✓'.split(''))
const name = fc
  .string({ unit: letters, minLength: 1, maxLength: 60 })
  .map((text) => `x ${text.replaceAll(/\s+/g, ' ').trim()} y`)

t.test('what is written is read, whatever the names', async () => {
  const status = fc.constantFrom('passed', 'failed', 'panicked', 'interrupted')
  const tests = fc.array(fc.record({ name, status, why: name }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(tests, async (tests) => {
      const read = await parse(sampleJUnit({ tests }))
      const expected = tests.map(({ name, status, why }) => {
        const outcome = status === 'panicked' ? 'failed' : status
        return { name: name.replaceAll(/\s+/g, ' '), outcome, message: status === 'passed' ? null : why }
      })
      t.same(
        read.tests.map(({ name, outcome, message }) => ({ name, outcome, message })),
        expected.map(({ message, ...test }) => ({ ...test, message: message && message.replaceAll(/\s+/g, ' ') })),
      )
    }),
    { numRuns: 60 },
  )
})

t.test('whatever is no JUnit is refused as malformed, and nothing else happens', async () => {
  const mangled = fc
    .tuple(fc.nat(800), fc.string({ maxLength: 20 }))
    .map(([at, text]) => sampleJUnit().slice(0, at) + text + sampleJUnit().slice(at + text.length))
  await fc.assert(
    fc.asyncProperty(fc.oneof(mangled, fc.string()), async (text) => {
      await parse(text).catch((error: unknown) => {
        if (!(error instanceof ProbeError) || error.kind !== 'malformed') throw error
      })
    }),
    { numRuns: 200 },
  )
})
