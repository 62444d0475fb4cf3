import t from 'tap'
import { factStore } from '../../src/fact-store.ts'
import { ProbeError } from '../../src/fact.ts'
import { flavors } from '../../src/openstack/facts.ts'
import { scsFlavors } from './facts.ts'

const flavor = { id: '1', vcpus: 1, ramMiB: 4096, diskGB: 0, extraSpecs: {} }

function learn(given: unknown) {
  const signal = new AbortController().signal
  return factStore({ given: new Map([[flavors, given]]), signal, timeoutMs: 1000, concurrency: 1 }).learn(scsFlavors)
}

t.test('only names that begin with exactly SCS- claim something', async (t) => {
  const named = ['SCS-1V-4', 'scs-1V-4', 'SCS_1V-4', ' SCS-1V-4', 'SCS-', 'm1.tiny', ''].map((name) => ({
    ...flavor,
    name,
  }))
  const learned = await learn(named)
  t.same(
    learned.map(({ flavor: { name }, parsed }) => [name, parsed.ok]),
    [
      ['SCS-1V-4', true],
      ['SCS-', false],
    ],
  )
  t.same(JSON.parse(JSON.stringify(learned)), learned, 'plain JSON data')
})

t.test('an unreadable cloud is no list of flavors', async (t) => {
  await t.rejects(learn(Promise.reject(new ProbeError('auth', '401'))), { name: 'FactError', message: '401' })
})
