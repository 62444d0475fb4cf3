import t from 'tap'
import type { FleetSubject } from '../fleet/fleet.ts'
import { jobIdOf, orderOf, readOrder, wishOf, type Order } from './order.ts'

const subject: FleetSubject = {
  name: 'gx-scs',
  groups: [],
  kubeconfigs: ['/secret/kubeconfig'],
  imports: [],
  attestations: [],
  contacts: [],
  scopes: ['/here/scope.yaml'],
  sections: [],
  readOnly: false,
  redacted: false,
  cloudsFile: '/secret/clouds.yaml',
  environmentFile: '/secret/environment',
}
const fleet = {
  file: 'subjects.yaml',
  subjects: new Map([['gx-scs', subject]]),
  presets: new Map([
    ['default', { scopes: ['/here/scope.yaml'] }],
    ['clusters', { groups: ['clusters'] }],
    ['official', { scopes: ['/here/official.yaml'] }],
  ]),
  notes: [],
}
const run = { subject, sections: ['light', 'heavy'] }
const today = '2026-11-24'

t.test('an order holds names: no credentials, no paths', async (t) => {
  const order = orderOf(run, { today, preset: 'official', tests: 'scs-01', timeout: 60, readOnly: true }, fleet)
  t.same(order, {
    format: 'scs-conformance-job/1',
    subject: 'gx-scs',
    day: today,
    preset: 'official',
    sections: ['light', 'heavy'],
    tests: 'scs-01',
    readOnly: true,
    timeoutS: 60,
  })
  t.same(await readOrder(JSON.parse(JSON.stringify(order))), order)
  t.match(wishOf(order), { subjects: ['gx-scs'], today, section: ['light', 'heavy'], preset: 'official', timeout: 60 })
})

t.test('the same order is the same job', async (t) => {
  const id = (wish: Partial<Parameters<typeof orderOf>[1]> = {}, queue = 'runs', one: typeof run = run) =>
    jobIdOf(queue, orderOf(one, { today, ...wish }, fleet))
  t.match(id(), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  t.equal(id(), id())
  t.equal(id({ preset: 'default' }), id(), 'which is meant where none is named')
  t.equal(id({ preset: 'clusters' }), id(), 'a preset that only selects says nothing of the run')
  const order = orderOf(run, { today }, fleet)
  const turned = Object.fromEntries(Object.entries(order).toReversed()) as unknown as Order // as a database may give it back
  t.equal(jobIdOf('runs', turned), id())
  const others = [
    id({ today: '2026-11-25' }),
    id({ tests: 'scs-01' }),
    id({ preset: 'official' }),
    id({ again: '1' }),
    id({}, 'weekly'),
    id({}, 'runs', { subject, sections: ['light'] }),
    id({}, 'runs', { subject: { ...subject, name: 'pco' }, sections: run.sections }),
  ]
  t.equal(new Set([id(), ...others]).size, 8)
})

t.test('what somebody else has put there is no order', async (t) => {
  const order = orderOf(run, { today }, fleet)
  for (const [wrong, message] of [
    [null, /the job in the queue/],
    [{ ...order, format: 'scs-conformance-job/2' }, /format: must be one of scs-conformance-job\/1/],
    [{ ...order, subject: '../elsewhere' }, /subject: must be a name/],
    [{ ...order, day: '../elsewhere' }, /day/],
    [{ ...order, scopes: ['/etc/passwd'] }, /scopes\[0\]: must be a name/],
    [{ ...order, output: '/etc' }, /output: unknown key/],
  ] as const) {
    await t.rejects(readOrder(wrong), { message })
  }
  await t.resolves(readOrder(order))
})
