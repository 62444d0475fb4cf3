import t from 'tap'
import { conformantProvider, judgeProvider } from '../../testbed/judge-provider.ts'
import type { Fault } from '../../testbed/simulator/index.ts'
import { incidentsCheck } from './incidents-check.ts'

interface Told {
  readonly began?: number
  readonly ended?: number | null
  readonly updates?: readonly number[]
  readonly severity?: number
}

/** What comes of a page with one incident; hours are counted back from now. */
function judged({ began = 100, ended = null, updates = [], severity = 50 }: Told, ...faults: readonly Fault[]) {
  const affects = [{ component: 'Compute', type: 'Outage', severity }]
  const incident = {
    name: 'No start',
    beganHoursAgo: began,
    endedHoursAgo: ended,
    affects,
    updates: updates.map((hoursAgo) => ({ hoursAgo, text: 'x' })),
  }
  return judgeProvider(
    incidentsCheck,
    { statusPage: { components: [{ name: 'Compute' }], incidents: [incident] } },
    { faults },
  )
}

t.test('an end, or an update younger than a day', async (t) => {
  for (const [told, verdict] of [
    [{ ended: 90 }, 'PASS'],
    [{ updates: [99, 23.9] }, 'PASS'],
    [{ updates: [99, 24.1] }, 'FAIL'],
    [{ updates: [] }, 'FAIL'],
    [{ updates: [30, -5] }, 'FAIL'],
    [{ updates: [30, -0.05] }, 'PASS'],
    [{ began: 23.9 }, 'PASS'],
    [{ began: 24.1 }, 'FAIL'],
    [{ began: 2150 }, 'FAIL'],
    [{ began: 2150, ended: 2000 }, 'PASS'],
  ] as const)
    t.match(await judged(told), { verdict }, JSON.stringify(told))
  t.match(await judged({ updates: [99, 30] }), {
    violations: [
      {
        subject: /^incident [\da-f-]{36} \(No start\)$/,
        expected: 'an end, or an update younger than a day',
        actual: /^no end, and the last update at 20\d\d-/,
      },
    ],
  })
})

t.test('a maintenance has start and end, also where both lie ahead', async (t) => {
  t.match(await judged({ severity: 0, began: 1, ended: -3 }), { verdict: 'PASS' })
  const ended = await judged({ severity: 0, began: 1, ended: null })
  t.match(ended, { verdict: 'FAIL', violations: [{ expected: 'a maintenance with start and end', actual: 'no end' }] })
  const noStart = { path: '^/incidents\\?', action: { malformed: { field: 'data.*.beganAt', value: null } } }
  t.match(await judged({ severity: 0, began: 1, ended: -3 }, noStart), {
    verdict: 'FAIL',
    violations: [{ actual: 'no start' }],
  })
})

t.test('a page without incidents says that there were none', async (t) => {
  const { verdict, notes } = await judgeProvider(incidentsCheck, { statusPage: {} })
  t.match({ verdict, notes }, { verdict: 'PASS', notes: [/the page has no incident between/] })
})

t.test('not decided: a component is affected by an incident that is not listed', async (t) => {
  const unlisted = { path: '^/incidents\\?', action: { malformed: { field: 'data', value: [] } } }
  t.match(await judged({ updates: [2] }, unlisted), {
    verdict: 'DNF',
    cause: {
      kind: 'malformed',
      message: /component Compute is affected by an incident that is not among those listed/,
    },
  })
  t.match(await judged({ updates: [2] }), { verdict: 'PASS' })
  t.match(await judged({ ended: 90 }, unlisted), { verdict: 'PASS' }, 'it is over, and affects nothing')
})

t.test('not decided: updates that cannot be read or have no time, an incident that is not as specified', async (t) => {
  const told = { updates: [30] }
  t.match(await judged(told, { path: '/updates$', action: { status: 500 } }), {
    verdict: 'DNF',
    cause: { kind: 'malformed', message: /has no end, and its updates, or their times/ },
  })
  t.match(await judged(told, { path: '/updates$', action: { malformed: { field: 'data.0.createdAt' } } }), {
    verdict: 'DNF',
  })
  t.match(
    await judged({ updates: [30, 2] }, { path: '/updates$', action: { malformed: { field: 'data.0.createdAt' } } }),
    { verdict: 'PASS' },
  )
  t.match(
    await judged({ ended: 4 }, { path: '^/incidents\\?', action: { malformed: { field: 'data.0.id', value: 4 } } }),
    { verdict: 'DNF', cause: { message: /not every incident could be read/ } },
  )
  t.match(await judged(told, { path: '^/incidents', action: { status: 503 } }), {
    verdict: 'DNF',
    cause: { kind: 'unreachable', message: /503/ },
  })
  t.match(await judged(told, { path: '^/incidents', action: { status: 404 } }), {
    verdict: 'DNF',
    cause: { kind: 'malformed', message: /no list of incidents/ },
  })
  t.match(await judgeProvider(incidentsCheck, null), { verdict: 'MISS' })
  t.match(await judgeProvider(incidentsCheck, conformantProvider), { verdict: 'PASS' })
})
