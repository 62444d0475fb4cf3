import fc from 'fast-check'
import t from 'tap'
import { suites } from '../../suites/index.ts'
import { check, type Check } from '../check.ts'
import { versionsInForce } from '../certification/versions.ts'
import { creator } from '../creator.ts'
import { runPlans } from '../engine.ts'
import type { Exhibit } from '../exhibit.ts'
import { fact, ProbeError, referenceTime, type CauseKind, type Fact } from '../fact.ts'
import type { Call, OpenStack, Wire } from '../openstack/client.ts'
import { openstack } from '../openstack/facts.ts'
import { makePlan } from '../plan.ts'
import { record } from '../record.ts'
import type { Report } from '../report.ts'
import { loadScope } from '../standards.ts'
import { differences } from './differences.ts'
import { recorder, type Recording } from './recording.ts'
import { rejudge } from './rejudge.ts'

const scope = await loadScope('scs-compatible-iaas')
const checks = suites.flatMap((suite) => suite.checks)
const day = '2026-06-15'

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

/** Runs the scope on a cloud: the report, and what was recorded, as read back from a file. */
async function runOn(subject: OpenStack, suitesChecks: readonly Check[] = checks) {
  const evidence = recorder()
  const now = () => new Date(`${day}T12:00:00.000Z`)
  const plan = makePlan(scope, versionsInForce(scope, day), suitesChecks, day, { readOnly: true })
  const [run] = await runPlans([plan], {
    given: new Map<Fact, unknown>([
      [openstack, subject],
      [referenceTime, `${day}T12:00:00.000Z`],
    ]),
    factTimeoutMs: 10_000,
    concurrency: 8,
    now,
    onEvent: (event) => evidence.on(event),
  })
  if (!run) throw new Error('no record')
  const head = { uuid: 'u', creator, subject: 's', startedAt: now(), finishedAt: now(), preflight: [] }
  const report = record({ plan, run }, { ...head, http: { requests: 0, retries: 0, bytes: 0 } })
  const recording = JSON.parse(JSON.stringify(evidence.recording())) as Recording
  return { report: JSON.parse(JSON.stringify(report)) as typeof report, recording }
}

t.test(
  'what a run recorded, judged again, is the run: for random clouds, also those that refuse to answer',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(
        pages,
        fc.constantFrom<CauseKind>('timeout', 'forbidden', 'malformed'),
        async (listed, refusal) => {
          const { report, recording } = await runOn(cloud(listed, refusal))
          const [again] = rejudge([{ scope, report }], recording, checks, creator)
          return JSON.stringify(again) === JSON.stringify(report)
        },
      ),
      { numRuns: 25 },
    )
    t.pass('byte for byte')
  },
)

t.test('another fact, another verdict; and what was not recorded stays what it was', async (t) => {
  const flavors = [{ id: 'a', name: 'SCS-1V-4', vcpus: 1, ram: 4096, disk: 0, extra_specs: {} }]
  const { report, recording } = await runOn(cloud({ '/flavors/detail': { flavors } }, 'timeout'))
  const text = JSON.stringify(recording).replaceAll('"compute"', '"computer"')
  const [bad] = rejudge([{ scope, report }], JSON.parse(text) as Recording, checks, creator)
  t.equal(report.results['scs-0123-service-compute']?.verdict, 'PASS')
  const turned = bad && differences(report, bad).filter(({ what }) => what.includes('verdict'))
  t.match(turned, [{ id: 'scs-0123-service-compute', before: 'PASS', after: 'FAIL' }])
  t.equal(turned?.length, 1)
  const [empty] = rejudge([{ scope, report }], {}, checks, creator)
  t.same(empty && differences(report, empty), [])
})

const nodes: Exhibit = { kind: 'node-placement', nodes: [], others: [] }

/** A check of a suite from outside: PASS where its fact is true. */
function checkOf(id: string, value: boolean, name: string): Check {
  const own = fact({ name, needs: {}, load: () => value })
  return check({
    id,
    title: id,
    section: 'scs-0100-v3.1#x',
    needs: { own },
    judge: ({ own }) => ({
      examined: [id],
      violations: own ? [] : [{ subject: id, expected: 'true', actual: 'false' }],
      exhibits: [nodes],
    }),
  })
}

t.test('facts of two suites that share a name: neither is judged by that of the other', async (t) => {
  const ids = ['scs-0100-syntax-check', 'scs-0100-semantics-check'] as const
  const verdicts = ({ results }: Report) => ids.map((id) => results[id]?.verdict)
  const judgedAgain = async (names: readonly [string, string], turn: (recording: Recording) => Recording) => {
    const own = [checkOf(ids[0], true, names[0]), checkOf(ids[1], false, names[1])]
    const { report, recording } = await runOn(cloud({}, 'timeout'), own)
    t.same(verdicts(report), ['PASS', 'FAIL'])
    const [again] = rejudge([{ scope, report }], turn(recording), own, creator)
    return again && { verdicts: verdicts(again), differs: differences(report, again), exhibits: again.results[ids[0]]?.exhibits } // prettier-ignore
  }
  const same = { verdicts: ['PASS', 'FAIL'], differs: [], exhibits: [nodes] }
  t.same(await judgedAgain(['one', 'other'], (recording) => recording), same)
  t.match(await judgedAgain(['one', 'other'], (recording) => ({ ...recording, other: true })), {
    verdicts: ['PASS', 'PASS'],
  })
  t.same(await judgedAgain(['one', 'one'], (recording) => recording), same)
  t.same(await judgedAgain(['one', 'other'], () => ({})), same, 'not recorded: as it was, with its exhibits')
})
