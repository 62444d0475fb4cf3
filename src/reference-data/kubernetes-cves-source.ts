import { ProbeError } from '../fact.ts'
import type { KubernetesCve } from '../kubernetes/release-data.ts'
import { validator } from '../validate.ts'
import { listOf, record, text, textOrNull, wire } from '../wire.ts'
import { affectedVersions, type RecordedVersion } from './affected-versions.ts'
import { dayBefore, type RefreshKind } from './refresh-kind.ts'

const feedUrl = 'https://kubernetes.io/docs/reference/issues-security/official-cve-feed/index.json'
const recordUrl = 'https://cveawg.mitre.org/api/cve/'
/** The feed had some 80 in 2026. */
const mostCves = 500

/** What runs in a cluster; kubectl, drivers and controllers that come beside Kubernetes are not judged by its version. */
const components = new Set([
  'kubernetes',
  'kubelet',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'k8s.io/kubernetes',
])

/** The ids of Kubernetes' official feed, which has neither scores nor versions to read, and the record of each. */
export const refreshKubernetesCves: RefreshKind = async ({ read, wholeUntil }) => {
  const wires = validator()
  const feed = await wires.check(await read(feedUrl, 'json'), wireFeed, feedUrl)
  const ids = [...new Set(feed.items.map(({ id }) => id ?? '').filter((id) => /^CVE-\d{4}-\d{4,19}$/.test(id)))]
  if (ids.length === 0 || ids.length > mostCves) {
    throw new ProbeError('malformed', `${feedUrl} lists ${ids.length} CVEs, which cannot be right`)
  }
  const cves = await Promise.all(
    ids.map(async (id) => {
      const url = `${recordUrl}${id}`
      return cveOf(await wires.check(await read(url, 'json'), wireRecord, url))
    }),
  )
  const updatedAt = feed._kubernetes_io?.updated_at
  const published = feed.items.map(({ date_published: at = '' }) => at.slice(0, 10)).toSorted()
  return {
    reach: updatedAt === undefined ? (wholeUntil ?? published.at(-1) ?? '') : dayBefore(updatedAt),
    sources: [feedUrl, recordUrl],
    content: {
      cves: cves.flat().toSorted((a, b) => b.id.localeCompare(a.id, 'en', { numeric: true })),
    },
  }
}

interface StoredCve extends KubernetesCve {
  readonly title?: string
  readonly publishedAt: string
  readonly components: readonly string[]
}

/** Empty for what does not concern a cluster. */
function cveOf({ cveMetadata, containers: { cna } }: WireRecord): readonly StoredCve[] {
  const ours = (cna.affected ?? []).filter(({ product = '' }) => components.has(product.toLowerCase()))
  if (cveMetadata.state !== 'PUBLISHED' || ours.length === 0) return []
  const entries = ours.flatMap(({ versions = [] }) => versions.filter(({ status }) => status === 'affected'))
  const ranges = entries.map((entry) => affectedVersions(entry))
  const readable = ranges.filter((range) => range !== undefined)
  const isReadable =
    readable.length === ranges.length &&
    ranges.length > 0 &&
    ours.every(({ defaultStatus }) => defaultStatus !== 'affected')
  return [
    {
      id: cveMetadata.cveId,
      ...(cna.title === undefined ? {} : { title: cna.title }),
      publishedAt: (cveMetadata.datePublished ?? '').slice(0, 10),
      score: scoreIn(cna.metrics ?? []),
      components: [...new Set(ours.map(({ product = '' }) => product.toLowerCase()))],
      affected: isReadable ? readable : null,
    },
  ]
}

/** The highest base score of all CVSS versions in the record; null where it has none. */
function scoreIn(metrics: readonly Readonly<Record<string, unknown>>[]): number | null {
  const scores = metrics
    .flatMap((metric) => Object.entries(metric))
    .filter(([key]) => /^cvssV\d/i.test(key))
    .map(([, value]) => (value as { readonly baseScore?: unknown } | null)?.baseScore)
    .filter((score) => typeof score === 'number')
  return scores.length === 0 ? null : Math.max(...scores)
}

const wireFeed = wire<{
  readonly items: readonly { readonly id?: string | null; readonly date_published?: string }[]
  readonly _kubernetes_io?: { readonly updated_at?: string }
}>(
  'CVE feed',
  record(
    { items: listOf(record({}, { id: textOrNull, date_published: text })) },
    {
      _kubernetes_io: record(
        {},
        { updated_at: { ...text, pattern: '^\\d{4}-\\d{2}-\\d{2}T[\\d:.]+(Z|[+-]\\d{2}:\\d{2})$' } },
      ),
    },
  ),
)

interface WireRecord {
  readonly cveMetadata: { readonly cveId: string; readonly state: string; readonly datePublished?: string }
  readonly containers: {
    readonly cna: {
      readonly title?: string
      readonly affected?: readonly {
        readonly product?: string
        readonly defaultStatus?: string
        readonly versions?: readonly (RecordedVersion & { readonly status: string })[]
      }[]
      readonly metrics?: readonly Readonly<Record<string, unknown>>[]
    }
  }
}
const wireRecord = wire<WireRecord>(
  'CVE record',
  record({
    cveMetadata: record({ cveId: text, state: text }, { datePublished: text }),
    containers: record({
      cna: record(
        {},
        {
          title: text,
          affected: listOf(
            record(
              {},
              {
                product: text,
                defaultStatus: text,
                versions: listOf(record({ version: text, status: text }, { lessThan: text, lessThanOrEqual: text })),
              },
            ),
          ),
          metrics: listOf({ type: 'object' }),
        },
      ),
    }),
  }),
)
