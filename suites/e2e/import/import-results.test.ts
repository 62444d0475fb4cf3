import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import t from 'tap'
import { sampleJUnit } from '../sample-junit.ts'
import { importResults } from './import-results.ts'
import { readArchive } from './read-archive.ts'

const { signal } = new AbortController()
const folder = t.testdir()
let count = 0

const log = 'e2e.go:245] e2e test version: v1.36.1\ne2e.go:254] kube-apiserver version: v1.36.1+x\n'
const junit = sampleJUnit({ tests: [{ name: 'a' }, { name: 'b', status: 'failed', why: 'so' }] })
const serial = sampleJUnit({ tests: [{ name: 'c' }], timestamp: '2026-01-02T05:00:00' })

interface Entry {
  readonly name: string
  readonly content?: string
  readonly type?: string
  readonly linkname?: string
}

async function archive(entries: readonly Entry[], name = `${count++}.tar.gz`): Promise<string> {
  const packing = pack()
  for (const { content = '', ...headers } of entries) packing.entry(headers, content)
  packing.finalize()
  const packed = await buffer(packing)
  const path = join(folder, name)
  writeFileSync(path, name.endsWith('.tar') ? packed : gzipSync(packed))
  return path
}

function files(contents: Readonly<Record<string, string>>, name = `folder-${count++}`): string {
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true })
    writeFileSync(join(folder, name, path), content)
  }
  return join(folder, name)
}

const results = (...paths: readonly string[]) => importResults(paths, signal)
const sonobuoy: readonly Entry[] = [
  { name: 'plugins/e2e/results/global/junit_01.xml', content: junit },
  { name: 'plugins/e2e/results/global/e2e.log', content: log },
  { name: 'plugins/other/results/global/junit_01.xml', content: sampleJUnit({ tests: [{ name: 'foreign' }] }) },
  { name: 'podlogs/x/junit_9.xml', content: 'not even XML' },
  { name: 'serverversion.json', content: '{"gitVersion": "v1.36.1+x"}' },
  { name: 'meta/link', type: 'symlink', linkname: '/etc/passwd' },
]

t.test('a Sonobuoy tarball, packed or not, or unpacked: the results of the plug-in e2e', async (t) => {
  const plain = await archive(sonobuoy, 'plain.tar')
  const unpacked = files(
    Object.fromEntries(sonobuoy.flatMap(({ name, content }) => (content ? [[name, content]] : []))),
  )
  for (const path of [await archive(sonobuoy), await archive(sonobuoy, 'x.tgz'), plain, unpacked]) {
    const { runs, tests } = await results(path)
    t.match(runs, [{ testsVersion: 'v1.36.1', serverVersion: 'v1.36.1+x', finishedAt: '2026-01-02T03:05:05.000Z' }])
    t.equal(runs[0]?.source, `${basename(path)}: plugins/e2e/results/global/junit_01.xml`)
    t.match(tests, [{ name: 'a', outcome: 'passed', attempts: 1 }, { name: 'b', outcome: 'failed' }]) // prettier-ignore
    t.equal(tests.length, 2)
  }
  const quiet = sonobuoy.filter(({ name }) => !name.endsWith('.log'))
  t.match((await results(await archive(quiet))).runs, [{ testsVersion: null, serverVersion: 'v1.36.1+x' }])
})

t.test('a submission to the CNCF, and what Hydrophone leaves', async (t) => {
  const product = 'vendor: V\nname: N\nversion: v9.9\n'
  const submission = files({ 'junit_01.xml': junit, 'PRODUCT.yaml': product, 'README.md': '' }, 'v1.36/product')
  t.match((await results(submission)).runs, [{ testsVersion: 'v1.36', serverVersion: null }])
  t.match((await results(files({ 'junit_01.xml': junit, 'PRODUCT.yaml': product }))).runs, [{ testsVersion: null }])
  t.match((await results(files({ 'junit_01.xml': junit, 'e2e.log': log }))).runs, [{ testsVersion: 'v1.36.1' }])
})

t.test('several files are one: parts in a folder, JUnit files by name, several arguments', async (t) => {
  const names = async (...paths: readonly string[]) => (await results(...paths)).tests.map(({ name }) => name)
  const parts = files({ 'parallel/junit_01.xml': junit, 'serial/junit_01.xml': serial, 'serial/e2e.log': log })
  t.same(await names(parts), ['a', 'b', 'c'])
  t.same(await names(join(parts, 'serial/junit_01.xml')), ['c'])
  t.same(await names(await archive(sonobuoy), join(parts, 'serial/junit_01.xml')), ['a', 'b', 'c'])
})

t.test('what holds no results, or those of two runs', async (t) => {
  const malformed = (path: string, message: RegExp) => t.rejects(results(path), { kind: 'malformed', message })
  await malformed(files({ 'README.md': '' }), /no junit_01\.xml/)
  await malformed(files({ 'junit_01.xml': '<html/>' }), /junit_01\.xml: not the JUnit file.*no testsuite/)
  await malformed(join(files({ 'notes.txt': '' }), 'notes.txt'), /neither a folder, nor a tarball/)
  const two = files({ 'junit_01.xml': junit, 'a/e2e.log': log, 'b/e2e.log': log.replaceAll('1.36', '1.37') })
  await malformed(two, /the tests of v1\.36\.1 and of v1\.37\.1/)
  await t.rejects(results(join(folder, 'nowhere')), {
    kind: 'dependency',
    message: /nowhere cannot be read \(ENOENT\)/,
  })
  await t.rejects(results(join(folder, 'nowhere.xml')), { kind: 'dependency', message: /ENOENT/ })
})

t.test('hostile archives are refused as a whole', async (t) => {
  const refused = (path: string, message: RegExp, ...bounds: Parameters<typeof readArchive>[2][]) =>
    t.rejects(readArchive(path, signal, ...bounds), { kind: 'malformed', message })
  const [first = { name: '' }] = sonobuoy
  await refused(await archive([...sonobuoy, { name: '../../etc/cron.d/x', content: 'x' }]), /leads out of it/)
  await refused(await archive([...sonobuoy, { name: '/etc/passwd', content: 'x' }]), /leads out of it/)
  const link = { name: 'plugins/e2e/junit_02.xml', type: 'symlink', linkname: '/etc/passwd' }
  await refused(await archive([first, link]), /junit_02\.xml is a symlink, not a file/)
  await refused(await archive([first, { ...link, type: 'link', linkname: first.name }]), /is a link, not a file/)
  const bounds = { mostEntries: 5, mostBytes: 1e9, largestRatio: 300 }
  await refused(await archive(sonobuoy), /more than 5 entries/, bounds)
  await refused(await archive(sonobuoy), /unpacks to more than 1000 bytes/, { ...bounds, mostBytes: 1000 })
  const zeros = await archive([...sonobuoy, { name: 'resources/big', content: '\0'.repeat(40_000_000) }])
  await refused(zeros, /more than 300 times its size/)
  const huge = ' '.repeat(64 * 1024 * 1024 + 1)
  await refused(await archive([{ name: 'junit_01.xml', content: huge }], 'huge.tar'), /is larger than/)

  await refused(await archive([]), /no junit_01\.xml/)
  writeFileSync(join(folder, 'torn.tar.gz'), gzipSync(junit).subarray(0, 100))
  await refused(join(folder, 'torn.tar.gz'), /refused/)
  writeFileSync(join(folder, 'text.tar.gz'), junit)
  await refused(join(folder, 'text.tar.gz'), /refused/)
})

t.test('a link in a folder is not followed, but refused where results should be', async (t) => {
  const path = files({ 'e2e.log': log })
  symlinkSync('/etc/passwd', join(path, 'other'))
  symlinkSync('/etc/passwd', join(path, 'junit_01.xml'))
  await t.rejects(results(path), { kind: 'malformed', message: /junit_01\.xml is a link/ })
})
