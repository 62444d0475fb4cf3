import t from 'tap'
import { publicDocuments, type PublicDocuments } from '../../testbed/kubernetes-sources.ts'
import { ProbeError } from '../fact.ts'
import type { KubernetesCves, KubernetesReleases } from '../kubernetes/release-data.ts'
import type { ReferenceData } from '../reference-data.ts'
import { renew } from './refresh.ts'
import type { DataSource } from './sources.ts'

const now = new Date('2026-11-24T12:00:00Z')

function source(documents: PublicDocuments, isLive = true): DataSource {
  return {
    place: 'a test',
    isLive,
    ready: () => Promise.resolve(undefined),
    get(url) {
      const text = documents[url.replace('https://', '')]
      return text === undefined
        ? Promise.reject(new ProbeError('dependency', `there is nothing at ${url}`))
        : Promise.resolve(Buffer.from(text))
    },
  }
}

const patches = (...versions: readonly string[]) => versions.map((version) => ({ version, releasedAt: '2026-10-28' }))
const before: Readonly<Record<string, object>> = {
  'kubernetes-releases': {
    branches: [
      { minor: '1.37', releasedAt: '2026-08-26', endOfLife: '2027-10-28', patches: patches('1.37.2', '1.37.1') },
      { minor: '1.35', releasedAt: '2025-12-17', endOfLife: '2027-02-28', patches: patches('1.35.10') },
    ],
  },
  'kubernetes-cves': { cves: [] },
}
const inUse: ReferenceData = {
  names: Object.keys(before),
  read<T>(name: string) {
    const header = { collectedAt: '2026-11-01', reach: '2026-10-28', sources: ['a test'], digest: 'sha256:0' }
    return Promise.resolve({ name, origin: 'bundled', freshForDays: 31, ...header, content: before[name] as T })
  },
}

async function made<T>(name: string, changes: PublicDocuments = {}, isLive = true) {
  const renewed = await renew(name, [source(publicDocuments('2026-11-20', changes), isLive)], inUse, now)
  return { reach: renewed?.header.reach, ...(JSON.parse(renewed?.text ?? '{}') as T) }
}

t.test('releases: when published, not when planned; what GitHub no longer lists is kept', async (t) => {
  const { reach, branches } = await made<KubernetesReleases>('kubernetes-releases')
  t.equal(reach, '2026-11-23', 'the last whole day')
  t.same(
    branches.map(({ minor }) => minor),
    ['1.37', '1.36', '1.35', '1.34', '1.30', '1.22', '1.2'],
  )
  const [newest, older, oldest] = branches
  t.same(newest?.patches.slice(0, 2), [
    { version: '1.37.3', releasedAt: '2026-11-18T09:30:00Z' },
    { version: '1.37.2', releasedAt: '2026-10-27T13:15:00Z' },
  ])
  t.match(newest, { releasedAt: '2026-08-26', endOfLife: '2027-10-28', patches: { length: 3 } })
  t.equal(older?.patches[0]?.version, '1.36.7', 'neither drafts nor pre-releases')
  t.equal(oldest?.patches[0]?.version, '1.35.10')
  t.equal(branches.find(({ minor }) => minor === '1.22')?.endOfLife, '2022-12-08', 'the later of two ends')
})

t.test('releases: read page by page until what is known already', async (t) => {
  const page = (number: number) => `api.github.com/repos/kubernetes/kubernetes/releases?per_page=100&page=${number}`
  const one = { draft: false, prerelease: true, tag_name: 'v1.38.0-alpha.9', published_at: '2026-11-20T00:00:00Z' }
  const full = JSON.stringify(Array.from({ length: 100 }, () => one))
  const last = JSON.stringify([{ ...one, tag_name: 'v1.37.4', prerelease: false }])
  const { branches } = await made<KubernetesReleases>('kubernetes-releases', { [page(1)]: full, [page(2)]: last })
  t.equal(branches[0]?.patches[0]?.version, '1.37.4')
  await t.rejects(made('kubernetes-releases', { [page(1)]: full }), { message: /nothing at .*page=2/ })
})

t.test('CVEs: of what runs in a cluster, with score and versions where they can be read', async (t) => {
  const { reach, cves } = await made<KubernetesCves>('kubernetes-cves')
  t.equal(reach, '2026-11-19', 'the day before the feed was updated')
  t.match(cves, [
    { id: 'CVE-2026-2222', score: null, affected: null },
    {
      id: 'CVE-2026-1111',
      score: 8.8,
      affected: [
        { from: '1.36.0', through: '1.36.6' },
        { from: '1.37.0', through: '1.37.2' },
      ],
    },
  ])
  t.equal(cves.length, 2)
})

t.test('copies: only as far as they tell themselves', async (t) => {
  t.equal((await made('kubernetes-releases', {}, false)).reach, '2026-11-18')
})

t.test('what does not fit is refused, and says where', async (t) => {
  const schedule = 'raw.githubusercontent.com/kubernetes/website/main/data/releases/schedule.yaml'
  const feed = 'kubernetes.io/docs/reference/issues-security/official-cve-feed/index.json'
  const record = 'cveawg.mitre.org/api/cve/CVE-2026-1111'
  const refusals: readonly [string, PublicDocuments, RegExp][] = [
    ['kubernetes-releases', { [schedule]: '<html>' }, /schedule\.yaml answered something that does not fit/],
    ['kubernetes-releases', { [schedule]: 'schedules: [{' }, /schedule\.yaml is no YAML, or breaks off/],
    [
      'kubernetes-releases',
      { [schedule]: 'schedules: [{release: next, releaseDate: "", endOfLifeDate: 2030-01-01}]' },
      /branches\[\d+\]\.minor: must be/,
    ],
    ['kubernetes-cves', { [feed]: '{"items":[' }, /index\.json is no JSON/],
    ['kubernetes-cves', { [feed]: '{"items":[]}' }, /lists 0 CVEs/],
    ['kubernetes-cves', { [record]: '{"error":"RATE_LIMIT"}' }, /CVE-2026-1111 answered something that does not fit/],
  ]
  for (const [name, changes, message] of refusals) await t.rejects(made(name, changes), { message }, message.source)
})
