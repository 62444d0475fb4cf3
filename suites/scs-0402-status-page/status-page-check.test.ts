import t from 'tap'
import { conformantProvider, judgeProvider } from '../../testbed/judge-provider.ts'
import type { Fault } from '../../testbed/simulator/index.ts'
import { statusPageCheck } from './status-page-check.ts'

const judged = (...faults: readonly Fault[]) => judgeProvider(statusPageCheck, conformantProvider, { faults })
/** A field of the answers to one question gets another value, or none. */
const wrong = (path: string, field: string, ...value: readonly [unknown?]): Fault => ({
  path,
  action: { malformed: { field, ...(value.length > 0 ? { value: value[0] } : {}) } },
})

t.test(
  'as specified: every list, the first of each by itself, a time, a generation, a time frame, updates',
  async (t) => {
    const { verdict, violations, cause, asked } = await judged()
    t.strictSame({ verdict, violations, cause }, { verdict: 'PASS', violations: [], cause: undefined })
    const kinds = asked.map((path) =>
      path
        .replace('/status', '')
        .replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, 'ID')
        .replaceAll(/\d{4}-[^&]+/g, 'TIME'),
    )
    t.strictSame([...new Set(kinds)].toSorted(), [
      '/components',
      '/components/ID',
      '/components?at=TIME',
      '/impacttypes',
      '/impacttypes/ID',
      '/incidents/ID',
      '/incidents/ID/updates',
      '/incidents/ID/updates/0',
      '/incidents?start=TIME&end=TIME',
      '/phases',
      '/phases?generation=0',
      '/severities',
      '/severities/maintenance',
    ])
  },
)

t.test('what is not as specified is told with its exact place', async (t) => {
  for (const [fault, subject, expected, actual] of [
    [wrong('^/phases$', 'data.generation'), 'GET /phases at /data', 'the key generation', 'it is not there'],
    [wrong('^/phases$', 'data.phases.1', 7), 'GET /phases at /data/phases/1', 'string', '7'],
    [wrong('^/phases$', 'data'), 'GET /phases at the top', 'the key data', 'it is not there'],
    [wrong('^/impacttypes$', 'data', {}), 'GET /impacttypes at /data', 'array', 'an object'],
    [wrong('^/impacttypes$', 'data.2.id', 'outage'), 'GET /impacttypes at /data/2/id', 'a UUID', '"outage"'],
    [wrong('^/severities$', 'data.3.value', 101), 'GET /severities at /data/3/value', '100 or less', '101'],
    [wrong('^/severities$', 'data.3.value', 99.5), 'GET /severities at /data/3/value', 'integer', '99.5'],
    [wrong('^/components$', 'data.1.displayName', null), 'GET /components at /data/1/displayName', 'string', 'null'],
    [wrong('^/components$', 'data.0.labels.zone', []), 'GET /components at /data/0/labels/zone', 'string', 'a list'],
    [
      wrong('^/components$', 'data.3.activelyAffectedBy.0.severity'),
      'GET /components at /data/3/activelyAffectedBy/0',
      'the key severity',
      'it is not there',
    ],
    [
      wrong('^/incidents\\?start=2', 'data.0.beganAt', '2026-01-01 10:00'),
      /GET \/incidents\?start=.* at \/data\/0\/beganAt/,
      'a date and time by RFC 3339, with its zone',
      '"2026-01-01 10:00"',
    ],
    [wrong('^/incidents\\?start=2', 'data.1.phase.order', -1), /at \/data\/1\/phase\/order/, '0 or more', '-1'],
    [
      wrong('/updates$', 'data.1.order'),
      /GET \/incidents\/.*\/updates at \/data\/1/,
      'the key order',
      'it is not there',
    ],
    [wrong('/updates/0$', 'data.order', '0'), /updates\/0 at \/data\/order/, 'integer', '"0"'],
    [{ path: '^/severities/', action: { status: 404 } }, 'GET /severities/maintenance', 'status 200', 'status 404'],
    [{ path: 'generation=0', action: { status: 404 } }, 'GET /phases?generation=0', 'status 200', 'status 404'],
    [
      { path: '^/phases$', action: { html: true } },
      'GET /phases',
      'an answer of type application/json',
      'type text/html',
    ],
    [{ path: '^/phases$', action: { truncate: true } }, 'GET /phases', 'JSON', 'something that cannot be read as JSON'],
  ] as const) {
    const { verdict, violations } = await judged(fault)
    t.match(
      { verdict, first: violations[0] },
      { verdict: 'FAIL', first: { subject, expected, actual } },
      String(subject),
    )
  }
})

t.test('no violation: an end that is null, and a key that nobody knows', async (t) => {
  const { verdict } = await judged(
    wrong('^/components$', 'data.0.homepage', 'x'),
    wrong('^/incidents\\?start=2', 'data.1.endedAt', null),
  )
  t.equal(verdict, 'PASS')
})

t.test('incidents out of the time frame, and a component that is affected by what is over', async (t) => {
  const page = (more: object) => ({
    statusPage: {
      components: [{ name: 'Compute' }],
      incidents: [{ name: 'Old', beganHoursAgo: 3000, endedHoursAgo: 2990 }],
      ...more,
    },
  })
  t.match(await judgeProvider(statusPageCheck, page({})), { verdict: 'PASS' })
  const ignored = await judgeProvider(statusPageCheck, page({ filter: 'ignored' }))
  t.match(ignored, {
    verdict: 'FAIL',
    violations: [{ expected: /^only incidents of 20/ }, { expected: 'only incidents of 1970-01-01' }],
  })

  const ended = {
    name: 'Over',
    beganHoursAgo: 30,
    endedHoursAgo: 20,
    affects: [{ component: 'Compute', type: 'Outage', severity: 90 }],
  }
  const over = page({ incidents: [ended] })
  t.match(await judgeProvider(statusPageCheck, over), { verdict: 'PASS' })
  const faults = [
    wrong('^/components$', 'data.0.activelyAffectedBy', [{ reference: await idOf('Over'), severity: 90 }]),
  ]
  t.match(await judgeProvider(statusPageCheck, over, { faults }), {
    verdict: 'FAIL',
    violations: [{ subject: 'component Compute', expected: 'only impacts that are active', actual: /which ended/ }],
  })
})

async function idOf(name: string): Promise<string> {
  const { uuid } = await import('../../testbed/simulator/ids.ts')
  return uuid('incident', name)
}

t.test('not decided: no page, no API there, a login, a bad day; a violation seen beside it decides', async (t) => {
  t.match(await judgeProvider(statusPageCheck, null), {
    verdict: 'MISS',
    cause: { kind: 'manual', message: /statusPage in the file of --provider/ },
  })
  for (const [faults, kind, message] of [
    [
      [{ action: { status: 404 } }],
      'malformed',
      /nothing below http.*\/status answers as the API.*status 404.*is it the URL/,
    ],
    [[{ action: { html: true } }], 'malformed', /type text\/html/],
    [
      [{ action: { status: 200, body: { page: {}, components: [] } } }],
      'malformed',
      /nothing below .* answers as the API .*\(its JSON has no key data\); is it the URL/,
    ],
    [[{ action: { unauthorized: true } }], 'auth', /answers 401; if it needs a token/],
    [[{ action: { reset: true } }], 'unreachable', /closed the connection/],
    [[{ path: '^/severities$', action: { status: 500 } }], 'unreachable', /GET \/severities on .* answers 500/],
    [[{ path: '^/severities$', action: { hugeBytes: 9 * 2 ** 20 } }], 'malformed', /more than 8 MiB/],
    [[{ path: '^/phases$', action: { redirect: 'http://127.0.0.1:1' } }], 'unreachable', /refuses connections/],
  ] as const)
    t.match(
      await judged(...(faults as readonly Fault[])),
      { verdict: 'DNF', cause: { kind, message } },
      String(message),
    )
  t.match(await judged({ path: '^/severities$', action: { status: 500 } }, wrong('^/phases$', 'data.generation')), {
    verdict: 'FAIL',
    notes: [/answers 500/],
  })
})
