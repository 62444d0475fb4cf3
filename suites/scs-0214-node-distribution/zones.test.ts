import t from 'tap'
import { controlPlaneZones } from './control-plane-zones.ts'
import { node } from './sample.ts'
import { workerZones } from './worker-zones.ts'

const cases = [
  { check: controlPlaneZones, isControlPlane: true, subject: 'control plane', hidden: 'manual' },
  { check: workerZones, isControlPlane: false, subject: 'workers', hidden: 'dependency' },
]

for (const { check, isControlPlane, subject, hidden } of cases) {
  const zones = (...names: readonly (string | null)[]) =>
    check.judge({ nodes: names.map((zone, n) => node({ name: `n-${n}`, isControlPlane, zone })) })

  t.test(check.id, async (t) => {
    t.match(zones('z1', 'z2'), { violations: [], undecided: undefined })
    t.match(zones('z1', 'z1').violations, [{ subject, actual: 'all 2 nodes in z1' }])
    t.match(zones('z1').violations, [{ actual: 'one node, in z1' }])
    t.match(zones('z1', null), { violations: [], undecided: { kind: 'dependency', message: /n-1 without label/ } })
    t.match(zones('z1', 'z2', null), { violations: [], undecided: undefined }, 'two are enough')
    const regions = ['r1', 'r2'].map((region) => node({ name: region, isControlPlane, region }))
    t.same(check.judge({ nodes: regions }).violations, [], 'a zone of another region is another zone')
    t.match(check.judge({ nodes: [node({ isControlPlane: !isControlPlane })] }).undecided, { kind: hidden })
  })
}
