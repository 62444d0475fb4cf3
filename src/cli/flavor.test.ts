import { PassThrough, Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { parse as parseYaml } from 'yaml'
import { standardFlavors } from '../../suites/scs-0103-standard-flavors/standard-flavors.ts'
import type { Flavor } from '../openstack/resources.ts'
import { flavorCommand } from './flavor.ts'

const inOrder: readonly Flavor[] = standardFlavors.map((standard) => ({ ...standard, id: standard.name }))

async function run(
  args: readonly string[],
  { stdin = '', flavors = inOrder }: { stdin?: string; flavors?: readonly Flavor[] } = {},
) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const out = text(stdout)
  const err = text(stderr)
  const clouds: (string | undefined)[] = []
  let code: number | undefined
  const command = flavorCommand({
    loadFlavors: async (cloud) => {
      clouds.push(cloud)
      return flavors
    },
    stdin: Readable.from(Buffer.from(stdin)),
    stdout,
    stderr,
    exit: (given) => {
      code = given
    },
  })
  try {
    await command.parseAsync(args, { from: 'user' })
  } finally {
    stdout.end()
    stderr.end()
  }
  return { code, out: await out, err: await err, clouds }
}

t.test('parse: one line for each name', async (t) => {
  const { code, out } = await run(['parse', 'SCS-4V-16', 'SCS-4V:16', 'SCS-4V_16', '', 'm1'])
  t.equal(code, 1)
  t.match(out.split('\n'), [
    /^ok +SCS-4V-16$/,
    /^tolerated .*today SCS-4V-16$/,
    /^refused .*character 7/,
    /^refused/,
    /^refused .*not an SCS name/,
  ])
})

t.test('parse --json: what is promised, or why not', async (t) => {
  const { out } = await run(['parse', '--json', 'SCS-4V-16', 'SCS-4V:16:', 'm1'])
  const lines = out
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  const extraSpecs = { 'scs:cpu-type': 'shared-core', 'scs:name-v1': 'SCS-4V:16', 'scs:name-v2': 'SCS-4V-16' }
  t.same(lines[0], { name: 'SCS-4V-16', ok: true, tolerated: false, cpus: 4, ramGiB: 16, diskGB: 0, extraSpecs })
  t.match(lines[1], { ok: true, tolerated: true, diskGB: null })
  t.same(lines[2], { name: 'm1', ok: false, reason: 'not an SCS name: it does not start with SCS-', tolerated: false })
})

t.test('parse: names on standard input, empty lines skipped, a last line without end counts', async (t) => {
  const { code, out } = await run(['parse'], { stdin: 'SCS-4V-16\n\nSCS-2V-8' })
  t.match({ code, out }, { code: 0, out: 'ok         SCS-4V-16\nok         SCS-2V-8\n' })
  t.equal((await run(['parse', '-'], { stdin: ' SCS-4V-16\n' })).code, 1, 'white space counts')
  t.match(await run(['parse']), { code: 0, out: '', err: /no names/ })
})

t.test('parse: what is no list of names is a usage error', async (t) => {
  await t.rejects(run(['parse'], { stdin: 'x'.repeat(2_000_000) }), { name: 'UsageError' })
  await t.rejects(run(['parse', '--yaml', 'x']), { code: 'commander.unknownOption' })
})

t.test('parse: a reader that goes away ends it quietly, and nothing is read in advance', async (t) => {
  let read = 0
  const endless = Readable.from(
    (function* () {
      for (;;) {
        read += 1
        yield 'SCS-4V-16\n'.repeat(1000)
      }
    })(),
  )
  const gone = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
  })
  let code: number | undefined
  const context = {
    loadFlavors: async () => [],
    stdin: endless,
    stdout: gone,
    stderr: new PassThrough(),
    exit: (given: number) => void (code = given),
  }
  await flavorCommand(context).parseAsync(['parse'], { from: 'user' })
  t.equal(code, 0)
  t.ok(read < 100, `${read} chunks`)
})

t.test('describe: words on stdout, reasons on stderr', async (t) => {
  t.match(await run(['describe', 'SCS-4V:16', 'SCS-4V-16\u001b']), {
    code: 1,
    out: 'SCS-4V:16: 4 oversubscribed vCPUs (generic x86-64), 16 GiB RAM, no disk (boots from a volume) (a name of v1, today SCS-4V-16)\n',
    err: /^SCS-4V-16\\u\{1b\}: /,
  })
})

t.test('plan: a cloud in order', async (t) => {
  const { code, out, clouds } = await run(['plan', '--os-cloud', 'mycloud', '--recommended'])
  t.equal(code, 0)
  t.same(clouds, ['mycloud'])
  t.match(
    out,
    /31 mandatory and recommended flavors: 31 in order, 0 to be changed, 0 to be created\. Nothing was changed\./,
  )
})

const inNeed = inOrder
  .filter(({ name }) => name !== 'SCS-1V-4' && name !== 'SCS-2V-8')
  .map((flavor) => (flavor.name === 'SCS-4V-16' ? { ...flavor, ramMiB: 1 } : flavor))
  .concat({ id: 'x', name: 'my\nflavor', vcpus: 1, ramMiB: 4096, diskGB: 0, extraSpecs: {} })

t.test('plan: as text', async (t) => {
  const { out, clouds } = await run(['plan'], { flavors: inNeed })
  t.same(clouds, [undefined])
  t.match(
    out,
    /^SCS-1V-4 +on flavor my\\u\{a\}flavor: set scs:cpu-type=shared-core scs:name-v1=SCS-1V:4 .*\n.*because.*\n +mind: /,
  )
  t.match(out, /SCS-4V-16 +on flavor SCS-4V-16: unset scs:name-v2\n/)
  t.match(out, /15 mandatory flavors: 12 in order, 1 to be changed, 2 to be created/)
})

t.test('plan: as commands, what is to be undone first, comments on one line', async (t) => {
  const { out, err } = await run(['plan', '--format', 'openstack'], { flavors: inNeed })
  const commands = out
    .replace("'my\nflavor'", 'MINE')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  t.match(commands, [
    'openstack flavor unset --property scs:name-v2 SCS-4V-16',
    /^openstack flavor set .* MINE$/,
    /^openstack flavor create .* SCS-2V-8$/,
    /^openstack flavor create .* standard-4V-16$/,
  ])
  t.equal(commands.length, 4)
  t.match(err, /Nothing was changed/)
})

t.test('plan: as the flavor manager of OSISM reads it', async (t) => {
  const { out } = await run(['plan', '--format', 'osism', '--recommended'], {
    flavors: inNeed.filter(({ name }) => name !== 'SCS-1L-1-5'),
  })
  t.match(parseYaml(out), {
    reference: [
      { field: 'name', mandatory_prefix: 'SCS-' },
      { field: 'public', default: true },
    ],
    mandatory: [
      { name: 'my\nflavor', cpus: 1, ram: 4096, disk: 0, 'scs:name-v2': 'SCS-1V-4' },
      { name: 'SCS-2V-8', cpus: 2, ram: 8192, disk: 0, 'scs:cpu-type': 'shared-core', 'scs:name-v1': 'SCS-2V:8' },
      { name: 'standard-4V-16' },
    ],
    recommended: [{ name: 'SCS-1L-1-5', disk: 5, 'scs:disk0-type': 'network' }],
  })
  t.match(out, /^# .*\n# Needed first: openstack flavor unset --property scs:name-v2 SCS-4V-16\n/)
})

t.test('plan: from a file or standard input', async (t) => {
  const row = { ID: '1', Name: 'SCS-1V-4', VCPUs: 1, RAM: 4096, Disk: 0, Properties: {} }
  const dir = t.testdir({ 'flavors.json': JSON.stringify([row]) })
  const wanted = /SCS-1V-4 +on flavor SCS-1V-4: set/
  t.match((await run(['plan', '--from', `${dir}/flavors.json`])).out, wanted)
  t.match((await run(['plan', '--from', '-'], { stdin: JSON.stringify([row]) })).out, wanted)
  await t.rejects(run(['plan', '--from', `${dir}/none.json`]), {
    name: 'UsageError',
    message: /none\.json: cannot be read \(ENOENT\)/,
  })
  await t.rejects(run(['plan', '--from', '-', '--os-cloud', 'x']), { code: 'commander.conflictingOption' })
})
