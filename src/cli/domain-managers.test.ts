import t from 'tap'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCloudConfig } from '../openstack/config.ts'
import { connect } from '../openstack/connect.ts'
import { folder, scsConformance, settings } from '../../testbed/cli.ts'
import { startSimulator } from '../../testbed/simulator/index.ts'

function file(text: string): string {
  const path = join(folder(), 'managers.yaml')
  writeFileSync(path, text)
  return path
}

const two = 'domains: [{ cloud: testbed-manager-a }, { cloud: testbed-manager-b, domain: scs-domain-b }]'

t.test('check: decided by the managers of a file, and without one by an attestation', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const env = { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: folder() }
  const check = ['check', '-c', 'testbed', 'domain-manager-check']
  const named = await scsConformance([...check, '--domain-managers', file(two), '--debug'], { env })
  t.match(named, { code: 0, stdout: 'domain-manager-check: PASS\n' })
  t.notMatch(named.stderr, /aA1!/, 'no password is shown')
  t.match(await scsConformance(check, { env }), { code: 2, stdout: '', stderr: /not judged \(manual\)/ })
})

t.test('a file that cannot be used is told of before anything is done', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const env = settings(simulator.cloudsYaml())
  const run = (text: string) =>
    scsConformance(['run', '--os-cloud', 'testbed', '--tests', 'scs-0302', '--domain-managers', file(text)], { env })
  t.match(await run('domains: [{ cloud: testbed-manager-a }]'), { code: 64, stderr: /managers.yaml:1: domains/ })
  t.match(await run('domains: [{ cloud: a, password: x }, { cloud: b }]'), { code: 64, stderr: /unknown key/ })
  t.match(await run('domains: [{ cloud: testbed }, { cloud: testbed }]'), { code: 64, stderr: /once more/ })
  t.match(await run('domains: [{ cloud: nobody }, { cloud: testbed }]'), { code: 64, stderr: /nobody/ })
})

t.test('plan: the managers cost nothing where none are named', async (t) => {
  const writes = async (...args: readonly string[]) => {
    const { stdout } = await scsConformance(['plan', '--tests', 'scs-0302', '--json', ...args])
    return (JSON.parse(stdout) as [{ cost: { writes: number } }])[0].cost.writes
  }
  t.equal(await writes(), 0)
  t.ok((await writes('--domain-managers', file(two))) > 0)
})

t.test('cleanup: what a killed run left in a domain goes, what only sounds like it stays', async (t) => {
  await using simulator = await startSimulator({ description: {} })
  const env = { ...settings(simulator.cloudsYaml()), XDG_STATE_HOME: folder() }
  const surroundings = { environment: env, directory: folder(), home: folder() }
  const manager = await connect(await readCloudConfig({ ...surroundings, cloud: 'testbed-manager-a' }))
  const names = ['scs-conformance-1f2e3d4c-user-1', 'scs-conformance-mine', 'scs-manager-a']
  for (const name of names.slice(0, 2)) {
    await manager.send({ service: 'identity', method: 'POST', path: '/users', body: { user: { name } } })
  }
  const cleaned = await scsConformance(['cleanup', '--os-cloud', 'testbed-manager-a', '--all-runs', '--yes'], { env })
  t.match(cleaned, { code: 0, stdout: /^gone: user scs-conformance-1f2e3d4c-user-1 .*\n1 deleted\n$/ })
  const { body } = await manager.send({ service: 'identity', path: '/users' })
  const left = (body as { users: readonly { name: string }[] }).users.map(({ name }) => name)
  t.same(left.toSorted(), names.slice(1))
})
