import t from 'tap'
import type { Report, Result } from '../report.ts'
import { certificate } from '../../testbed/certificate.ts'
import { conformantCloud, judge, scsConformance, settings } from '../../testbed/cli.ts'
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
