import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { folder, scsConformance } from '../../testbed/cli.ts'
import { publicDocuments, type PublicDocuments } from '../../testbed/kubernetes-sources.ts'

interface Row {
  readonly name: string
  readonly origin: string
  readonly reach: string
  readonly state: string
}

async function listed(home: string, ...args: readonly string[]): Promise<readonly Row[]> {
  const { stdout } = await scsConformance(['data', 'list', '--json', ...args], { env: { XDG_DATA_HOME: home } })
  return JSON.parse(stdout) as readonly Row[]
}

/** Serves documents by host and path; a document that is a URL is a redirect to it. */
async function mirror(t: Test, documents: PublicDocuments): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const text = documents[url.slice(1)]
    if (text?.startsWith('http')) response.writeHead(302, { location: text })
    else response.writeHead(text === undefined ? 404 : 200)
    response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function laid(documents: PublicDocuments): string {
  const base = folder()
  for (const [path, text] of Object.entries(documents)) {
    mkdirSync(dirname(join(base, path)), { recursive: true })
    writeFileSync(join(base, path), text)
  }
  return base
}

const today = new Date().toISOString().slice(0, 10)
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
/** Of today, since older ones than those bundled would be refused. */
const current = () => publicDocuments(today)
const refresh = (home: string, ...args: readonly string[]) =>
  scsConformance(['data', 'refresh', ...args], { env: { XDG_DATA_HOME: home } })

t.test('data list: what is bundled, how far it reaches, whether it decides', async (t) => {
  const { code, stdout } = await scsConformance(['data', 'list'], { env: { XDG_DATA_HOME: folder() } })
  t.equal(code, 0)
  t.match(stdout, /^NAME +ORIGIN +COLLECTED +REACH +AGE +FRESH FOR +STATE\nkubernetes-cves +bundled/)
  const given = laid({
    'kubernetes-cves.json':
      '{"format":"scs-conformance-kubernetes-cves/1","collectedAt":"2020-02-01","reach":"2020-01-31","sources":["me"],"cves":[]}',
  })
  t.match((await listed(folder(), '--data', given))[0], {
    origin: 'given',
    reach: '2020-01-31',
    state: 'too old to decide',
  })
  t.match(await scsConformance(['data', 'list', '--data', '/nowhere']), {
    code: 64,
    stderr: /--data \/nowhere: there is no such folder\n$/,
  })
})

t.test('data refresh --from URL: takes newer data into use', async (t) => {
  const home = folder()
  const from = await mirror(t, current())
  const { code, stdout, stderr } = await refresh(home, '--from', from)
  t.equal(stderr, '')
  t.equal(code, 0)
  t.match(stdout, /kubernetes-cves from http.* whole until .*: wrote .*kubernetes-cves\.json\nkubernetes-releases from/)
  t.match(await listed(home), [
    { name: 'kubernetes-cves', origin: 'refreshed', reach: yesterday },
    { name: 'kubernetes-releases', origin: 'refreshed' },
  ])
  t.same(readdirSync(join(home, 'scs-conformance/data')).toSorted(), [
    'kubernetes-cves.json',
    'kubernetes-releases.json',
  ])
})

t.test('data refresh --output, carried to where there is no way out', async (t) => {
  const [carried, home, inner] = [folder(), folder(), folder()]
  t.equal((await refresh(home, '--from', laid(current()), '--output', carried)).code, 0)
  t.match((await listed(home))[1], { origin: 'bundled' })
  const taken = await refresh(
    inner,
    'kubernetes-cves',
    '--from',
    folder(),
    '--from',
    join(carried, 'kubernetes-cves.json'),
  )
  t.match(taken, { code: 0, stderr: '' })
  t.match(await listed(inner), [{ origin: 'refreshed' }, { origin: 'bundled' }])
  t.match(await listed(folder(), '--data', carried), [{ origin: 'given' }, { origin: 'given' }])
})

t.test('what fails leaves what is there, and takes nothing else with it', async (t) => {
  const home = folder()
  await refresh(home, '--from', await mirror(t, current()))
  const file = join(home, 'scs-conformance/data/kubernetes-cves.json')
  const before = readFileSync(file, 'utf8')
  const record = 'cveawg.mitre.org/api/cve/CVE-2026-1111'
  for (const [text, said] of [
    ['http://127.0.0.1:1/elsewhere', /redirects to http:\/\/127\.0\.0\.1:1, which is not followed/],
    ['{"cveMetadata":', /is no JSON, or breaks off/],
    ['{}', /does not fit/],
  ] as const) {
    const { code, stdout, stderr } = await refresh(home, '--from', await mirror(t, { ...current(), [record]: text }))
    t.equal(code, 2)
    t.match(stderr, said)
    t.equal(stderr.trim().split('\n').length, 1)
    t.match(stdout, /^kubernetes-releases from .*\n$/)
    t.equal(readFileSync(file, 'utf8'), before)
  }
})

t.test('older data is not taken into use', async (t) => {
  const home = folder()
  const old = laid({
    'kubernetes-cves.json':
      '{"format":"scs-conformance-kubernetes-cves/1","collectedAt":"2020-02-01","sources":["me"],"reach":"2020-01-31","cves":[]}',
  })
  t.match(await refresh(home, '--from', old), {
    code: 2,
    stderr: /older than what is in use \(.*\); to use it all the same, name it by --data/,
  })
  t.match((await listed(home))[0], { origin: 'bundled' })
})

t.test('misuse is told in one sentence', async (t) => {
  const home = folder()
  const misuses: readonly (readonly [readonly string[], RegExp])[] = [
    [['kubernetes-relases'], /no data "kubernetes-relases" \(did you mean kubernetes-releases\?\)/],
    [['--from', '/nowhere'], /--from \/nowhere: there is no such file or folder/],
    [['--from', folder()], /holds none of kubernetes-cves, kubernetes-releases/],
    [['--from', 'https://me:secret@mirror.example/'], /--from: is no URL .* without user and password/],
    [
      ['--from', laid(current()), '--output', '/dev/null/x'],
      /\/dev\/null\/x\/kubernetes-\w+\.json: cannot be written \(ENOTDIR\)/,
    ],
  ]
  for (const [args, said] of misuses) {
    const { code, stderr } = await refresh(home, ...args)
    t.match(stderr, said)
    t.ok([64, 2].includes(code ?? 0), said.source)
    t.notMatch(stderr, /secret|\n {4}at /)
  }
})

t.test('run: a --data folder that cannot be used ends before anything is asked of anybody', async (t) => {
  const { code, stderr } = await scsConformance(['run', '--data', laid({ 'kubernetes-cves.json': '{' })])
  t.equal(code, 64)
  t.match(stderr, /^scs-conformance: .*kubernetes-cves\.json:1: /)
})
