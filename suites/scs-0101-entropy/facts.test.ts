import t from 'tap'
import { learn as learnOn } from '../../testbed/learn.ts'
import type { CloudDescription, Fault } from '../../testbed/simulator/index.ts'
import { sampleVmWith } from './facts.ts'

const image = {
  name: 'Debian 13',
  minDiskGB: 10,
  minRamMiB: 512,
  properties: { os_distro: 'debian', os_version: '13' },
}
const flavors = [{ name: 'SCS-1V-2', vcpus: 1, ramMiB: 2048 }]
const times = { activeMs: 300, consoleMs: 300, deleteMs: 1_000, pauseMs: 5 }

async function learn(description: CloudDescription, ...faults: readonly Fault[]) {
  const cloud = { images: [image], flavors, ...description }
  const { learned, requests, entries } = await learnOn(sampleVmWith(times), cloud, ...faults)
  const calls = requests.flatMap(({ method, path, service }) =>
    method === 'GET' || service === 'identity'
      ? []
      : [`${method} ${path.replace(/[0-9a-f-]{32,36}/g, 'ID').replace(/^.*?\/v[\d.]+/, '')}`],
  )
  const open = new Map(entries.map(({ kind, event }) => [kind, event]))
  return { learned, calls, left: [...open].flatMap(([kind, event]) => (event === 'gone' ? [] : [kind])) }
}

const deletions = [
  'DELETE /servers/ID',
  'DELETE /ID/volumes/ID',
  'DELETE /ports/ID',
  'PUT /routers/ID/remove_router_interface',
  'DELETE /routers/ID',
  'DELETE /subnets/ID',
  'DELETE /networks/ID',
]

t.test('made, booted, read and deleted, users before what they use', async (t) => {
  const { learned, calls, left } = await learn({})
  t.match(learned, {
    image: /^Debian 13 \(/,
    flavor: 'SCS-1V-2',
    told: { entropyAvail: '256', fips: { method: 'python3', failures: 1, blocks: 1000 }, rngd: 'running', ended: true },
    leftover: null,
  })
  t.same(calls, [
    'POST /networks',
    'POST /subnets',
    'POST /routers',
    'PUT /routers/ID/add_router_interface',
    'POST /ports',
    'POST /ID/volumes',
    'POST /servers',
    'POST /servers/ID/action',
    ...deletions,
  ])
  t.same(left, [])
})

t.test('what there is no room for is not begun', async (t) => {
  const full: readonly (readonly [CloudDescription, RegExp])[] = [
    [{ compute: { quota: { instances: 0 } } }, /no room for 1 server \(0 of 0 in use\); .*raised: instances to 1$/],
    [{ compute: { quota: { cores: 0 } } }, /1 vCPU \(0 of 0 in use\)/],
    [{ compute: { quota: { ramMiB: 2047 } } }, /2048 MiB of memory/],
    [{ blockStorage: { quota: { volumes: 0 } } }, /1 volume \(0 of 0/],
    [{ blockStorage: { quota: { gigabytes: 9 } } }, /10 GiB of volumes/],
    [{ network: { quota: { networks: 0 } } }, /1 network \(0 of 0/],
    [{ network: { quota: { ports: 1 } } }, /2 ports \(0 of 1/],
  ]
  for (const [description, message] of full) {
    const { learned, calls } = await learn(description)
    t.match(learned, { probe: { kind: 'quota', message } })
    t.same(calls, [])
  }
  const { calls } = await learn({ compute: { quota: { instances: 1 } }, blockStorage: { quota: { gigabytes: 10 } } })
  t.ok(calls.includes('POST /servers'))
})

t.test('nothing to boot, or no way out: not begun either', async (t) => {
  t.match(await learn({ images: [] }), { learned: { probe: { kind: 'dependency', message: /image/ } }, calls: [] })
  t.match(await learn({ flavors: [{ name: 'tiny', vcpus: 1, ramMiB: 256 }] }), {
    learned: { probe: { kind: 'dependency', message: /512 MiB/ } },
    calls: [],
  })
  t.match(await learn({ network: { providerNetworks: [] } }), {
    learned: { probe: { kind: 'dependency', message: /external network/ } },
    calls: [],
  })
})

t.test('each step has its own cause, and all is deleted again', async (t) => {
  const broken: readonly (readonly [CloudDescription, string, RegExp])[] = [
    [{ blockStorage: { volumes: 'fail' } }, 'dependency', /volume got into status error/],
    [{ blockStorage: { volumes: 'stick', changesTakeMs: 1 } }, 'timeout', /waited 0.3 s .*volume.* status creating/],
    [{ compute: { boot: { outcome: 'error' } } }, 'dependency', /could not boot: No valid host was found/],
    [{ compute: { boot: { outcome: 'stick' } } }, 'timeout', /waited 0.3 s .*boot.* status BUILD, spawning/],
    [{ compute: { boot: { console: 'forbidden' } } }, 'forbidden', /console .* cannot be read/],
    [{ compute: { boot: { console: 'absent' } } }, 'dependency', /console .* cannot be read/],
    [{ compute: { boot: { console: 'not supported' } } }, 'unreachable', /console .* cannot be read/],
    [{ images: [{ ...image, console: 'login: ' }] }, 'timeout', /none of our lines within 0.3 s/],
  ]
  for (const [description, kind, message] of broken) {
    const { learned, left, calls } = await learn(description)
    t.match(learned, { probe: { kind, message } }, `${message}`)
    if (!/creating/.test(message.source)) t.same(left, [], `${message}`)
    t.equal(calls.at(-1), 'DELETE /networks/ID')
  }
})

t.test('refused calls: what was made before goes away', async (t) => {
  const over: Fault['action'] = {
    status: 409,
    body: { NeutronError: { type: 'OverQuota', message: "Quota exceeded for resources: ['router'].", detail: '' } },
  }
  const router = await learn({}, { service: 'network', method: 'POST', path: 'routers', action: over })
  t.match(router, { learned: { probe: { kind: 'quota', message: /POST \/routers/ } }, left: [] })
  const server = await learn({}, { service: 'compute', method: 'POST', path: 'servers$', action: { status: 403 } })
  t.match(server, { learned: { probe: { kind: 'forbidden', message: /POST \/servers/ } }, left: [] })
})

t.test('a script that hangs: what it told is kept', async (t) => {
  const console = '[scs-0101 {{run}} begin=Linux]\r\n[scs-0101 {{run}} entropy-avail=3200]\r\n'
  const { learned, left } = await learn({ images: [{ ...image, console }] })
  t.match(learned, { told: { entropyAvail: '3200', fips: null, ended: false } })
  t.same(left, [])
})

t.test('passing trouble with the console is waited out', async (t) => {
  const { learned } = await learn({}, { service: 'compute', path: 'action', times: 2, action: { status: 409 } })
  t.match(learned, { told: { ended: true } })
})

t.test('a server that was made behind a lost answer goes, and leaves the volume for the next', async (t) => {
  for (const action of [{ status: 503 }, { close: true }] as const) {
    const { learned, left } = await learn(
      {},
      { service: 'compute', method: 'POST', path: 'servers$', times: 1, action },
    )
    t.match(learned, { told: { ended: true }, leftover: null }, JSON.stringify(action))
    t.same(left, [])
  }
})
