import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { standInTempest } from '../../testbed/stand-in-tempest.ts'
import { barePath, run, stage } from '../../testbed/tempest-runs.ts'

// Who Tempest runs as, and what is said where it does not run.

t.setTimeout(300_000)
const secret = 'canary-5up3r-s3cret'

t.test('whom Tempest may sign in as', async (t) => {
  const at = await stage(t)
  const tempest = ['--tempest', standInTempest(folder(), 'passes'), '--tempest-tests', 'test_tokens']
  const credential = await run(at, [...tempest, '--os-cloud', 'testbed-appcred'])
  t.match(credential.it, {
    verdict: 'DNF',
    cause: { message: /by user name and password only.*application credential/ },
  })
  const named = await run(at, [...tempest, '--os-cloud', 'testbed-appcred', '--tempest-accounts', 'mine'])
  t.match(named.it, { examined: { count: 3 } })
  const admin = await run(at, [...tempest, '--tempest-accounts', 'testbed-admin'])
  t.match(admin.it, { verdict: 'DNF', cause: { kind: 'forbidden', message: /role admin/ } })
  const twice = await run(at, [...tempest, '--tempest-accounts', 'mine,mine'])
  t.match(twice.it, { verdict: 'DNF', cause: { message: /mine and mine are the same user/ } })
})

t.test('no Tempest, --read-only, and a run without --section: not attempted, with what to do', async (t) => {
  const at = await stage(t)
  const none = await run(at, [], { env: { PATH: barePath } })
  t.match(none.it, { verdict: 'MISS', cause: { kind: 'manual', message: /no Tempest was found.*--tempest.*--import/ } })
  const readOnly = await run(at, ['--read-only', '--tempest-tests', 'x'], { env: { PATH: barePath } })
  t.match(readOnly, { code: 64, stderr: /--tempest-tests: no testcase that this run judges is about Tempest/ })
  const reading = await run(at, ['--read-only'])
  t.match(reading.it, { verdict: 'MISS', cause: { kind: 'not-selected', message: /--read-only/ } })
  const { stdout } = await scsConformance(['plan', '--json'])
  t.match(stdout, /section heavy and takes about \d+ minutes; run it with --section light,heavy/)
})

t.test('what cannot be used is refused in one sentence', async (t) => {
  const at = await stage(t)
  const refused = async (args: readonly string[], message: RegExp, env = {}) => {
    const { code, stderr } = await run(at, args, { env })
    t.equal(code, 64, stderr)
    t.match(stderr, message)
    t.equal(stderr.trimEnd().split('\n').length, 1, stderr)
  }
  const tempest = ['--tempest', standInTempest(folder(), 'passes')]
  const conf = (text: string) => {
    const path = join(folder(), 'more.conf')
    writeFileSync(path, text)
    return [...tempest, '--tempest-conf', path]
  }
  await refused(['--tempest', '/nowhere/tempest'], /--tempest \/nowhere\/tempest: there is no such file/)
  await refused(['--tempest', tmpdir()], /is no program that may be run/)
  await refused(['--tempest', 'tempest-of-mine'], /there is no such program on the PATH/)
  await refused(['--tempest', 'example.org/tempest:1'], /neither podman nor docker/, { PATH: barePath })
  await refused([...tempest, '--tempest-tests', '('], /--tempest-tests \(: not a regular expression/)
  await refused([...tempest, '--tempest-accounts', 'nobody'], /there is no cloud nobody/)
  await refused(conf(`[auth]\nadmin_password = ${secret}\n`), /more.conf:2: admin_password cannot be set/)
  await refused(conf('x = y\n'), /more.conf:1: a section must come first/)
  await refused(['--tempest-conf', '/nowhere/more.conf', ...tempest], /cannot be read \(ENOENT\)/)
})
