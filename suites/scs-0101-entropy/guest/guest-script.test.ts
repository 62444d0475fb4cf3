import { spawnSync } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { folder } from '../../../testbed/cli.ts'
import { readConsole } from '../read-console.ts'
import { guestScript } from './guest-script.ts'

// The script as a virtual machine runs it, on files that take the place of /dev/random. What it finds was compared with rngtest
// of rng-tools 5, and is the same wherever rngtest itself is right: where a block begins with 1, it counts one 1111 too many.

const bytes = 2_500_004
const zero = Buffer.alloc(16)
/** As good as random, but always the same. */
const good = createCipheriv('aes-128-ctr', zero, zero).update(Buffer.alloc(bytes))
const changed = (change: (byte: number, index: number) => number) => Buffer.from(good.map(change))
/** Position in the block of this many bytes; the first four only tell what came before. */
const at = (index: number, blockBytes: number) => (index - 4) % blockBytes

/** One of 1,000 fails by chance. Every tenth has a run across its border that counts for neither side, or a word twice. */
const planted = changed((byte, index) => {
  const [inBlock, block] = [at(index, 2500), Math.floor((index - 4) / 2500)]
  if (block % 10 === 1) return inBlock < 4 ? 0 : byte
  if (block % 10 === 3) return inBlock >= 2498 ? 0xff : byte
  if (block % 10 === 4) return inBlock < 1 ? 0xff : byte
  if (block % 10 === 6) return inBlock < 4 ? (good[index - 4] ?? byte) : byte
  if (block % 10 === 8) return inBlock >= 1000 && inBlock < 1004 ? (good[index - 4] ?? byte) : byte
  return byte
})

const samples: readonly (readonly [string, Buffer, number])[] = [
  ['zeros', Buffer.alloc(bytes), 1000],
  ['runs of 26 and more, and words twice, also across the border of blocks', planted, 302],
  ['patterns in some blocks', changed((byte, index) => (index % 40 === 0 ? 0x0f : byte)), 187],
]

const where = (command: string) => spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout.trim()
const tools = ['cat', 'cut', 'tr', 'tail', 'head', 'od', 'uname', 'grep', 'awk'].map((tool) => [
  tool,
  where(`command -v ${tool}`),
])
// Itself, and not what may stand before it and look for it in the PATH.
const python3 = ['python3', where('python3 -c "import sys; print(sys.executable)"')]
const noSleep = ['sleep', '/bin/true']

/** Runs the script where only these further commands are there. */
function run(random: Buffer, ...more: readonly (readonly string[])[]): ReturnType<typeof readConsole> {
  const place = folder()
  writeFileSync(`${place}/random`, random)
  for (const [name, path = ''] of [...tools, noSleep, ...more]) symlinkSync(path, `${place}/${name}`)
  const script = guestScript({ runId: '1f', random: `${place}/random`, console: '/dev/null' })
  const { stdout } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: { PATH: place } })
  return readConsole(stdout, '1f')
}

for (const [name, random, failures] of samples) {
  t.test(`${name}: by Python and by awk`, (t) => {
    t.match(run(random, python3), { ended: true, fips: { method: 'python3', failures, blocks: 1000 } })
    t.match(run(random), { ended: true, fips: { method: 'awk', failures, blocks: 1000 } })
    t.end()
  })
}

t.test('too few random numbers: as many blocks as there are', (t) => {
  const short = good.subarray(0, 30_000)
  t.match(run(short, python3), { fips: { blocks: 11 } })
  t.match(run(short), { fips: { blocks: 11 } })
  t.end()
})

t.test('no source at all: what went wrong is told, and the script ends', (t) => {
  const script = guestScript({ runId: '1f', random: '/nowhere/random', console: '/dev/null' })
  const { stdout } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8' })
  t.match(readConsole(stdout, '1f'), { ended: true, fips: null, fipsError: /\w/ })
  t.end()
})
