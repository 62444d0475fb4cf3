import fc from 'fast-check'
import t from 'tap'
import { suites } from '../../suites/index.ts'
import { versionsInForce } from '../certification/versions.ts'
import { creator } from '../creator.ts'
import { runPlans } from '../engine.ts'
import { ProbeError, referenceTime, type CauseKind, type Fact } from '../fact.ts'
import type { Call, OpenStack, Wire } from '../openstack/client.ts'
import { openstack } from '../openstack/facts.ts'
import { makePlan } from '../plan.ts'
import { record } from '../record.ts'
import { loadScope } from '../standards.ts'
import { differences } from './differences.ts'
import { recorder } from './recording.ts'
import { rejudge } from './rejudge.ts'

const scope = await loadScope('scs-compatible-iaas')
const checks = suites.flatMap((suite) => suite.checks)
const day = '2026-06-15'
const plan = makePlan(scope, versionsInForce(scope, day), checks, day, { readOnly: true })

/** A cloud that lists these things, and refuses what it does not list. */
function cloud(pages: Readonly<Record<string, unknown>>, refusal: CauseKind): OpenStack {
  const answer = (call: Call) => {
    if (Object.hasOwn(pages, call.path)) return Promise.resolve(pages[call.path])
    return Promise.reject(new ProbeError(refusal, `GET ${call.path} was refused`))
  }
  return {
    identity: { userId: 'u', projectId: 'p', roles: ['member'] },
    catalog: [{ type: 'compute', name: 'nova', endpoints: [] }],
    endpoint: () => 'https://cloud.example',
    send: async (call) => ({ status: 200, headers: {}, body: await answer(call) }),
    // The pages are made in the shape of the wires.
    read: async <T>(call: Call) => (await answer(call)) as T,
    list: async <P, T>(call: Call, _wire: Wire<P>, items: (page: P) => readonly T[]) => [
      ...items((await answer(call)) as P),
    ],
    sendRaw: () => Promise.reject(new ProbeError(refusal, 'was refused')),
  }
}

const name = fc.oneof(
  fc.constantFrom('SCS-1V-4', 'SCS-2V-8', 'SCS-4V-16-100s', 'SCS-2V_4', 'm1.small', 'Ubuntu 24.04', 'Debian 13'),
  fc.string(),
)
const flavor = fc.record({
  id: fc.uuid(), name, vcpus: fc.nat(64), ram: fc.nat(65_536), disk: fc.nat(200),
  extra_specs: fc.dictionary(fc.constantFrom('scs:name-v2', 'scs:cpu-type', 'x'), name),
}) // prettier-ignore
const property = fc.oneof(
  fc.constantFrom('x86_64', 'never', 'generic', 'debian', '13', '2026-05-01', 'https://cloud.debian.org/'),
  fc.string(),
)
const image = fc.tuple(
  fc.record({
    id: fc.uuid(), name, visibility: fc.constantFrom('public', 'community', 'private'), status: fc.constant('active'), size: fc.nat(),
    min_disk: fc.nat(50), min_ram: fc.nat(4096), created_at: fc.constant('2026-05-01T00:00:00Z'), os_hidden: fc.boolean(), os_hash_algo: fc.constant('sha512'),
  }),
  fc.dictionary(fc.constantFrom('architecture', 'os_distro', 'os_version', 'os_purpose', 'replace_frequency', 'image_source', 'image_build_date'), property),
).map(([core, properties]) => ({ ...core, ...properties })) // prettier-ignore
const type = fc.record({
  id: fc.uuid(),
  name,
  description: fc.oneof(fc.constant('[scs:encrypted]'), fc.constant(null), fc.string()),
})
const pages = fc.record(
  {
    '/flavors/detail': fc.array(flavor, { maxLength: 8 }).map((flavors) => ({ flavors })),
    '/images': fc.array(image, { maxLength: 8 }).map((images) => ({ images })),
    '/types': fc.array(type, { maxLength: 5 }).map((volume_types) => ({ volume_types })),
  },
  { requiredKeys: [] },
)

t.test(
  'what a run recorded, judged again, is the run: for random clouds, also those that refuse to answer',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(
        pages,
        fc.constantFrom<CauseKind>('timeout', 'forbidden', 'malformed'),
        async (listed, refusal) => {
          const evidence = recorder()
          const given = new Map<Fact, unknown>([[openstack, cloud(listed, refusal)], [referenceTime, `${day}T12:00:00.000Z`]]) // prettier-ignore
          const now = () => new Date(`${day}T12:00:00.000Z`)
          const [run] = await runPlans([plan], {
            given,
            factTimeoutMs: 10_000,
            concurrency: 8,
            now,
            onEvent: (event) => evidence.on(event),
          })
          if (!run) throw new Error('no record')
          const facts = {
            uuid: 'u',
            creator,
            subject: 's',
            startedAt: now(),
            finishedAt: now(),
            preflight: [],
            http: { requests: 0, retries: 0, bytes: 0 },
          }
          const report = record({ plan, run }, facts)
          const kept = JSON.parse(JSON.stringify({ report, recording: evidence.recording() })) as {
            report: typeof report
            recording: object
          }
          const [again] = rejudge([{ scope, report: kept.report }], { ...kept.recording }, checks, creator)
          return JSON.stringify(again) === JSON.stringify(report)
        },
      ),
      { numRuns: 25 },
    )
    t.pass('byte for byte')
  },
)

t.test('another fact, another verdict; and what was not recorded stays what it was', async (t) => {
  const evidence = recorder()
  const flavors = (names: readonly string[]) => ({
    flavors: names.map((each) => ({ id: each, name: each, vcpus: 1, ram: 4096, disk: 0, extra_specs: {} })),
  })
  const given = new Map<Fact, unknown>([[openstack, cloud({ '/flavors/detail': flavors(['SCS-1V-4']) }, 'timeout')], [referenceTime, `${day}T12:00:00.000Z`]]) // prettier-ignore
  const now = () => new Date(`${day}T12:00:00.000Z`)
  const [run] = await runPlans([plan], {
    given,
    factTimeoutMs: 10_000,
    concurrency: 8,
    now,
    onEvent: (event) => evidence.on(event),
  })
  if (!run) throw new Error('no record')
  const facts = {
    uuid: 'u',
    creator,
    subject: 's',
    startedAt: now(),
    finishedAt: now(),
    preflight: [],
    http: { requests: 0, retries: 0, bytes: 0 },
  }
  const report = record({ plan, run }, facts)
  const text = JSON.stringify(evidence.recording()).replaceAll('"compute"', '"computer"')
  const [bad] = rejudge([{ scope, report }], JSON.parse(text) as Record<string, unknown>, checks, creator)
  t.equal(report.results['scs-0123-service-compute']?.verdict, 'PASS')
  const turned = bad && differences(report, bad).filter(({ what }) => what.includes('verdict'))
  t.match(turned, [{ id: 'scs-0123-service-compute', before: 'PASS', after: 'FAIL' }])
  t.equal(turned?.length, 1)
  const [empty] = rejudge([{ scope, report }], {}, checks, creator)
  t.same(empty && differences(report, empty), [])
})
