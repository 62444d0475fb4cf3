import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Report, Result } from '../report.ts'
import { certificate } from '../../testbed/certificate.ts'
import { conformantCloud, folder, judge, scsConformance, settings } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

function flavorCheck(report: Report): Result | undefined {
  return report.results['scs-0100-syntax-check']
}

t.test('signing in', async (t) => {
  await t.test('wrong password', async (t) => {
    await using simulator = await startSimulator({ description: conformantCloud })
    const env = settings(simulator.cloudsYaml().replaceAll(/password: .*/g, 'password: canary-Zx81'))
    const result = await scsConformance(['run', '--os-cloud', 'testbed', '--quiet', '--format', 'json', '--debug'], {
      env,
    })
    const report = JSON.parse(result.stdout) as Report
    t.equal(result.code, 2)
    t.match(flavorCheck(report), { verdict: 'DNF', cause: { kind: 'auth', message: /password/ } })
    t.match(
      report.preflight.find(({ id }) => id === 'authentication'),
      { outcome: 'failed' },
    )
    t.notMatch(result.stdout + result.stderr, /canary-Zx81/)
  })

  await t.test('nobody answers', async (t) => {
    const env = settings(
      'clouds: {x: {auth: {auth_url: "http://127.0.0.1:9/v3", username: u, password: p, user_domain_name: d}}}',
    )
    const { stdout, code } = await scsConformance(['run', '--os-cloud', 'x', '--quiet', '--format', 'json'], { env })
    t.equal(code, 2)
    t.match(flavorCheck(JSON.parse(stdout) as Report), {
      verdict: 'DNF',
      cause: { kind: 'unreachable', message: /127\.0\.0\.1:9/ },
    })
  })

  await t.test('a certificate for another name, and the way out', async (t) => {
    const tls = certificate('DNS:elsewhere.example')
    await using simulator = await startSimulator({ description: conformantCloud, tls })
    const strict = JSON.parse((await judge(simulator, ['--format', 'json'])).stdout) as Report
    t.match(flavorCheck(strict), { verdict: 'DNF', cause: { kind: 'unreachable', message: /certificate/ } })

    const env = settings(simulator.cloudsYaml().replaceAll(/region_name:/g, 'verify: false\n    region_name:'))
    const { stdout } = await scsConformance(['check', '-c', 'testbed', 'scs-0100-syntax-check'], { env })
    t.equal(stdout, 'scs-0100-syntax-check: PASS\n')
  })

  await t.test('a catalog without a service', async (t) => {
    const description = { flavors: [], images: [], volumeTypes: [], catalog: ['identity', 'image'] }
    await using simulator = await startSimulator({ description })
    const report = JSON.parse((await judge(simulator, ['--format', 'json'])).stdout) as Report
    t.match(flavorCheck(report), { verdict: 'DNF', cause: { kind: 'dependency', message: /compute/ } })
    t.match(report.results['scs-0123-service-compute'], { verdict: 'FAIL' }, 'the catalog itself was seen')
  })
})

t.test('a crash shows no secret either, and steers no terminal', async (t) => {
  await using simulator = await startSimulator({ description: conformantCloud })
  const at = folder()
  const suite = join(at, 'suite.mjs')
  // Escapes every guard: thrown later, from nowhere.
  writeFileSync(
    suite,
    `setTimeout(() => { throw new Error('canary-Zx81 \\u001b[2J') }, 700)
    export const suite = { id: 'mine', checks: [] }`,
  )
  const clouds = simulator.cloudsYaml().replaceAll(/password: .*/g, 'password: canary-Zx81')
  simulator.faults.add({ service: 'identity', action: { delayMs: 3000 } })
  const args = ['run', '--os-cloud', 'testbed', '--quiet', '--debug', '--suite', suite, '--output', at]
  const { code, stderr, stdout } = await scsConformance(args, { env: settings(clouds) })
  t.equal(code, 70)
  t.match(stderr, /^scs-conformance: our own fault: /m)
  t.notMatch(stdout + stderr, /canary/)
  t.notOk(stderr.includes('\u001B'))
  t.match(JSON.parse(readFileSync(join(at, 'report.json'), 'utf8')) as Report, { complete: false })
})
