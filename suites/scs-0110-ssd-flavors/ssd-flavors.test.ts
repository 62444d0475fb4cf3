import t from 'tap'
import { ssdFlavorsCheck } from './ssd-flavors.ts'

const ssd = { 'scs:disk0-type': 'ssd' }
const small = { id: '1', name: 'SCS-2V-4-20s', vcpus: 2, ramMiB: 4096, diskGB: 20, extraSpecs: ssd }
const large = { id: '2', name: 'SCS-4V-16-100s', vcpus: 4, ramMiB: 16_384, diskGB: 100, extraSpecs: ssd }
const judge = (...flavors: readonly (Omit<typeof small, 'extraSpecs'> & { extraSpecs: Record<string, string> })[]) =>
  ssdFlavorsCheck.judge({ flavors })

t.test('both, by either name', async (t) => {
  t.same(judge(small, large), { examined: ['SCS-2V-4-20s', 'SCS-4V-16-100s'], violations: [] })
  const named = { 'scs:name-v2': 'SCS-4V-16-100s', 'scs:disk0-type': 'nvme' }
  t.match(judge(small, { ...large, name: 'db.large', extraSpecs: named }), {
    examined: [/2V/, 'db.large'],
    violations: [],
  })
})

t.test('missing, slow or small', async (t) => {
  t.match(judge(small).violations, [{ subject: 'flavor SCS-4V-16-100s', actual: 'it is not there' }])
  t.match(judge(small, { ...large, extraSpecs: {} }).violations, [{ actual: /disk0-type not set/ }])
  t.match(judge(small, { ...large, extraSpecs: { 'scs:disk0-type': 'network' } }).violations, [{ actual: /network/ }])
  t.match(judge({ ...small, diskGB: 10 }, large).violations, [{ subject: 'flavor SCS-2V-4-20s', actual: /10 GB/ }])
})
