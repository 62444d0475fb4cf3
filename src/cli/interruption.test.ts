import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Report, Result } from '../report.ts'
import { conformantCloud, folder, judge, scsConformance, seededCloud, settings } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

function flavorCheck(report: Report): Result | undefined {
  return report.results['scs-0100-syntax-check']
}

function ledgers(state: string): readonly string[] {
  const at = join(state, 'scs-conformance')
  return existsSync(at) ? readdirSync(at) : []
}

t.test('Ctrl-C in the middle: exit 130, a valid report, marked incomplete, nothing left behind', async (t) => {
  await using simulator = await startSimulator({
    description: conformantCloud,
    faults: [{ service: 'compute', action: { delayMs: 60_000 } }],
  })
  const env = settings(simulator.cloudsYaml())
  const output = folder()
  const state = folder()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    const { code, stderr } = await scsConformance(['run', '--os-cloud', 'testbed', '--output', output], {
      env: { ...env, XDG_STATE_HOME: state },
      signal: { name, at: 'scs-0102-prop-architecture' },
    })
    t.equal(code, 130, stderr)
    const report = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report
    t.equal(report.complete, false)
    t.match(flavorCheck(report), { verdict: 'MISS', cause: { kind: 'interrupted' } })
    t.equal(report.results['scs-0102-prop-architecture']?.verdict, 'PASS', 'what was decided stays')
    t.notMatch(stderr, /\n\s+at /)
    t.same(readdirSync(output), ['report.json', 'report.txt'], 'no half-written file')
  }
})

t.test("the run's deadline does the same, with the exit code of what is not decided", async (t) => {
  await using simulator = await startSimulator({
    description: conformantCloud,
    faults: [{ service: 'compute', action: { delayMs: 60_000 } }],
  })
  const { code, stdout } = await judge(simulator, ['--timeout', '2', '--format', 'json'])
  const report = JSON.parse(stdout) as Report
  t.equal(code, 2)
  t.equal(report.complete, false)
  t.match(flavorCheck(report), { verdict: 'MISS', cause: { kind: 'interrupted', message: /2 s/ } })
})

t.test('Ctrl-C while something is being made: it is deleted all the same', async (t) => {
  for (const path of ['/secrets', '/security-groups', '/volumes', '/backups', '/restore', '/credentials', '-bucket']) {
    const state = folder()
    await using simulator = await startSimulator({
      description: seededCloud, // its Neutron has no default rules to read: a security group is made
      faults: [{ method: path === '-bucket' ? 'PUT' : 'POST', path: `${path}$`, action: { delayMs: 1500 } }],
    })
    const asked = async () => {
      while (!simulator.requests.some((seen) => /POST|PUT/.test(seen.method) && seen.path.endsWith(path)))
        await pause(5)
    }
    const { code, stderr } = await scsConformance(['run', '--os-cloud', 'testbed', '--output', folder()], {
      env: { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: state },
      signal: { name: 'SIGINT', at: asked() },
    })
    t.equal(code, 130, stderr)
    const left = (await (await fetch(`${simulator.url}/__simulator__/resources`)).json()) as Record<string, unknown[]>
    t.same(Object.values(left).flat(), [], path)
    t.ok(simulator.requests.some(({ method }) => method === 'DELETE'))
    t.same(ledgers(state), [], 'and the ledger says so')
  }
})
