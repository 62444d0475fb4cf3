import fc from 'fast-check'
import t from 'tap'
import type { Flavor } from '../../src/openstack/resources.ts'
import { flavorLike, flavorLists } from './arbitrary-flavors.ts'
import { planFlavors, type PlannedFlavor } from './flavor-plan.ts'
import { suite } from './index.ts'
import { standardFlavors, type StandardFlavor } from './standard-flavors.ts'

const standard = standardFlavors.find(({ name }) => name === 'SCS-2V-4-20s') as StandardFlavor // it is in the table

function plan(...flavors: readonly Flavor[]) {
  return planFlavors(flavors, [standard])[0]?.steps
}

t.test('nothing to do', async (t) => {
  t.same(plan(flavorLike(standard)), [])
})

t.test('a flavor that fits gets properties, and its promises are told', async (t) => {
  t.match(plan(flavorLike(standard, { name: 'm1.small', extraSpecs: { 'hw:x': '1' } })), [
    { action: 'set', flavor: { name: 'm1.small' }, properties: standard.extraSpecs, promises: [/20 %/, /power-loss/] },
  ])
})

t.test('a flavor whose SCS name promises the same goes first, and only what is missing is set', async (t) => {
  const extraSpecs = { 'scs:cpu-type': 'shared-core' }
  const steps = plan(
    flavorLike(standard, { id: '1', name: 'm1.small', extraSpecs: {} }),
    flavorLike(standard, { id: '2', name: 'SCS-2V:4:20s-z3', extraSpecs }),
  )
  t.match(steps, [{ action: 'set', flavor: { id: '2' }, promises: [] }])
  t.match(steps?.[0], {
    properties: { 'scs:disk0-type': 'ssd', 'scs:name-v1': 'SCS-2V:4:20s', 'scs:name-v2': 'SCS-2V-4-20s' },
  })
})

t.test('a flavor that promises something else is left alone', async (t) => {
  const others: readonly Partial<Flavor>[] = [
    { name: 'SCS-2V-4-20p', extraSpecs: {} },
    { name: 'SCS-2Vi-4-20s', extraSpecs: {} },
    { name: 'SCS-2C-4-20s', extraSpecs: {} },
    { name: 'SCS-2V-4-20s_a1', extraSpecs: {} },
    { name: 'SCS-2V_4', extraSpecs: {} },
    { name: 'm1', extraSpecs: { 'scs:cpu-type': 'dedicated-core' } },
    { name: 'm1', extraSpecs: { 'scs:name-v2': 'SCS-2V-4-20s_kvm' } },
    { name: 'm1', extraSpecs: { 'pci_passthrough:alias': 'a100:1' } },
    { name: 'm1', extraSpecs: {}, vcpus: 3 },
  ]
  for (const other of others)
    t.match(plan(flavorLike(standard, other)), [{ action: 'create', name: 'SCS-2V-4-20s' }], JSON.stringify(other))
})

t.test('a flavor of other sizes loses its claim, and keeps its name', async (t) => {
  const wrong = flavorLike(standard, { vcpus: 3 })
  const named = flavorLike(standard, { id: '2', name: 'standard-2V-4-20s', vcpus: 4, extraSpecs: {} })
  t.match(plan(wrong, named), [
    { action: 'unset', flavor: { name: 'SCS-2V-4-20s' }, property: 'scs:name-v2' },
    {
      action: 'create',
      name: 'standard-2V-4-20s-2',
      reason: /3 vCPUs instead of 2 vCPUs; the name SCS-2V-4-20s is taken/,
    },
  ])
})

t.test('a flavor that claims to be another one gets its own name, not none', async (t) => {
  const [first, second] = standardFlavors as readonly [StandardFlavor, StandardFlavor]
  const extraSpecs = { ...first.extraSpecs, 'scs:name-v2': second.name }
  const flavors = [flavorLike(second), flavorLike(first, { extraSpecs })]
  const own = { action: 'set', flavor: { name: first.name }, properties: { 'scs:name-v2': first.name } }
  t.match(planFlavors(flavors, [first, second]), [{ steps: [own] }, { steps: [own] }])
})

t.test('whoever carries a plan out has all standard flavors', async () => {
  fc.assert(
    fc.property(flavorLists, (flavors) => {
      const after = carriedOut(flavors, planFlavors(flavors, standardFlavors))
      return suite.checks.every((check) => check.judge({ flavors: after }).violations.length === 0)
    }),
  )
})

t.test('without a plan there is nothing to do, and the other way round', async () => {
  fc.assert(
    fc.property(flavorLists, (flavors) =>
      planFlavors(flavors, standardFlavors).every(
        ({ steps }, index) =>
          (steps.length === 0) === (suite.checks[index]?.judge({ flavors }).violations.length === 0),
      ),
    ),
  )
})

function carriedOut(flavors: readonly Flavor[], plan: readonly PlannedFlavor[]): readonly Flavor[] {
  const after = new Map(flavors.map((flavor) => [flavor.id, { ...flavor, extraSpecs: { ...flavor.extraSpecs } }]))
  for (const { standard, steps } of plan) {
    for (const step of steps) {
      if (step.action === 'create') after.set(`new ${step.name}`, flavorLike(standard, { name: step.name }))
      else if (step.action === 'set') Object.assign(after.get(step.flavor.id)?.extraSpecs ?? {}, step.properties)
      else delete after.get(step.flavor.id)?.extraSpecs[step.property]
    }
  }
  return [...after.values()]
}
