import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { litterThere, runStandIn } from '../../testbed/tempest-runs.ts'
import { parseSubunitV2 } from '../../suites/scs-0128-tempest/import/subunit-v2.ts'

// A run of Tempest from the command line, on a simulated cloud, by a stand-in that signs in, leaves things behind, and writes
// what it is told to.

t.setTimeout(300_000)

t.test(
  'all pass but those that are left to users who were made for tests: they are missing, and nothing else',
  async (t) => {
    const { it, stderr, output } = await runStandIn(t, 'passes')
    t.match(it, {
      verdict: 'DNF',
      examined: { count: 255 },
      cause: { message: /^3 of 258 .*test_user_update_own_pass/ },
    })
    t.match(it?.notes, [
      /judged by the 258/,
      /this run: Tempest, finished/,
      /Tempest 33.0.0, one worker; \/\S+\/tempest$/,
      /image Debian 13 and Debian 12; flavor SCS-1V-4-10 and/,
      /not run, because they change the password of their user: .*--tempest-accounts/,
      /not run, because they count all there is, .*\(application credential\): .*--tempest-accounts/,
    ])
    t.match(stderr, /tests of Tempest \d+\/255/)
    const { events } = parseSubunitV2(readFileSync(join(output, 'tempest/results.subunit')), 'it')
    t.equal(new Set(events.map(({ test }) => test)).size, 255)
  },
)

t.test('what was kept can be imported, with the same verdict', async (t) => {
  const { output } = await runStandIn(t, 'fails')
  const { stdout } = await scsConformance([
    'check',
    'scs-0128-tempest',
    '--import',
    join(output, 'tempest/results.subunit'),
  ])
  t.equal(stdout, 'scs-0128-tempest: FAIL\n')
})

t.test('one failed: FAIL, with its name and the error, and no secret anywhere', async (t) => {
  const { it, code, stdout, stderr, output } = await runStandIn(t, 'fails')
  t.equal(code, 2, 'a preview decides nothing')
  t.match(it, { verdict: 'FAIL', violations: [{ subject: /^test tempest\./, actual: /AssertionError: 500 for/ }] })
  const kept = ['report.json', 'report.txt', 'tempest/tempest.log', 'tempest/tempest.conf', 'tempest/results.subunit']
  t.same(
    readdirSync(output, { recursive: true })
      .map(String)
      .filter((name) => name !== 'tempest')
      .toSorted(),
    kept.toSorted(),
  )
  t.match(readFileSync(join(output, 'tempest/tempest.log'), 'utf8'), 'INFO password is [redacted]')
  const texts = [stdout, stderr, ...kept.map((name) => readFileSync(join(output, name), 'latin1'))]
  for (const text of texts) t.notMatch(text, /for testbed\b|is testbed\b/)
})

t.test('a crash: what had passed is kept, the rest is missing', async (t) => {
  const { it } = await runStandIn(t, 'crashes')
  t.match(it, { verdict: 'DNF', examined: { count: 1 }, cause: { kind: 'dependency', message: /^257 of 258/ } })
  t.match(it?.notes?.at(-1), /Tempest ended (by SIGSEGV|with exit code 139)/)
})

t.test('nothing came of it: not decided, with its last words', async (t) => {
  const broken = await runStandIn(t, 'breaks')
  t.match(broken.it, {
    verdict: 'DNF',
    cause: {
      kind: 'dependency',
      message: /ended with exit code 1, and has told of no test: Traceback: cannot sign in/,
    },
  })
  const silent = await runStandIn(t, 'is silent')
  t.match(silent.it, { verdict: 'DNF', cause: { message: /ended with exit code 0, and has told of no test/ } })
})

t.test('Ctrl-C, and the deadline of the run: all of it is ended, and what came after counts no more', async (t) => {
  const interrupted = await runStandIn(t, 'hangs', [], (at) => ({ signal: { name: 'SIGINT', at: litterThere(at) } }))
  t.equal(interrupted.code, 130)
  t.match(interrupted.it, { verdict: 'MISS', cause: { kind: 'interrupted' } })
  t.match(interrupted.stderr, /Tempest was ended after 1 of 255 tests$/m)
  const { events } = parseSubunitV2(readFileSync(join(interrupted.output, 'tempest/results.subunit')), 'it')
  t.same([...new Set(events.map(({ outcome }) => outcome))], ['not run', 'passed'])
  const late = await runStandIn(t, 'hangs', ['--timeout', '5'])
  t.equal(late.report?.complete, false)
})

t.test('only some of them: not decided, and told', async (t) => {
  const { it } = await runStandIn(t, 'passes', ['--tempest-tests', 'api.identity.v3.test_tokens'])
  t.match(it, { verdict: 'DNF', examined: { count: 3 }, cause: { message: /^255 of 258 required tests did not run/ } })
  t.match(it?.notes?.join('\n'), /only tests that match api.identity.v3.test_tokens were run: 3 of 258/)
  const none = await runStandIn(t, 'passes', ['--tempest-tests', 'nothing-is-called-so'])
  t.match(none.it, { verdict: 'DNF', cause: { message: /there is none of the required tests to run/ } })
})

t.test('tempest.conf is what can be discovered, and more settings are laid over it', async (t) => {
  const more = join(folder(), 'more.conf')
  writeFileSync(more, '[compute]\nbuild_timeout = 600\n')
  const { output } = await runStandIn(t, 'passes', ['--tempest-conf', more])
  const conf = readFileSync(join(output, 'tempest/tempest.conf'), 'utf8')
    .replaceAll(/\/\S*(scs-conformance-)[0-9a-f]{8}/g, '/tmp/$1RUN')
    .replaceAll(/(scs-conformance-)[0-9a-f]{8}/g, '$1RUN')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'cloud.example')
  const golden = new URL('../../suites/scs-0128-tempest/runner/golden/tempest.conf', import.meta.url)
  if (process.env['UPDATE']) writeFileSync(golden, conf)
  t.equal(conf, readFileSync(golden, 'utf8'))
})
