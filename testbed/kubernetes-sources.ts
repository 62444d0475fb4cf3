/** What the public sources of release and CVE data answer, by host and path, in the shapes of the real ones. */
export interface PublicDocuments {
  readonly [path: string]: string
}

/** Documents of a day (YYYY-MM-DD) that tell of Kubernetes 1.37.3 and of a critical CVE, both two days old. */
export function publicDocuments(today: string, changes: PublicDocuments = {}): PublicDocuments {
  const latest = new Date(Date.parse(today) - 2 * 86_400_000).toISOString().slice(0, 10)
  const website = 'raw.githubusercontent.com/kubernetes/website/main/data/releases'
  return {
    [`${website}/schedule.yaml`]: schedule,
    [`${website}/eol.yaml`]: endsOfLife,
    'api.github.com/repos/kubernetes/kubernetes/releases?per_page=100&page=1': JSON.stringify([
      release('v1.38.0-alpha.3', `${today}T08:00:00Z`, { prerelease: true }),
      release('v1.37.3', `${latest}T09:30:00Z`),
      release('v1.36.8', null, { draft: true }),
      release('v1.36.7', `${latest}T09:00:00Z`),
      release('v1.37.2', '2026-10-27T13:15:00Z'),
    ]),
    'kubernetes.io/docs/reference/issues-security/official-cve-feed/index.json': JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Kubernetes Vulnerability Announcements - CVE Feed',
      _kubernetes_io: { updated_at: `${today}T06:00:00Z` },
      items: [item('CVE-2026-1111'), item('CVE-2026-2222'), item('CVE-2026-2222'), item('CVE-2026-3333'), item(null)],
    }),
    'cveawg.mitre.org/api/cve/CVE-2026-1111': JSON.stringify(
      cveRecord('CVE-2026-1111', 'Kubernetes', [
        { version: 'v1.36.0', lessThanOrEqual: 'v1.36.6', status: 'affected', versionType: 'custom' },
        { version: 'v1.37.0 - v1.37.2', status: 'affected' },
        { version: 'v1.37.3', status: 'unaffected' },
      ]),
    ),
    'cveawg.mitre.org/api/cve/CVE-2026-2222': JSON.stringify(
      cveRecord('CVE-2026-2222', 'kubelet', [{ version: 'some', status: 'affected' }], []),
    ),
    'cveawg.mitre.org/api/cve/CVE-2026-3333': JSON.stringify(
      cveRecord('CVE-2026-3333', 'ingress-nginx', [{ version: '1.0.0', lessThan: '1.14.0', status: 'affected' }]),
    ),
    ...changes,
  }
}

function release(tag: string, publishedAt: string | null, kind: { draft?: boolean; prerelease?: boolean } = {}) {
  const { draft = false, prerelease = false } = kind
  return {
    tag_name: tag,
    name: `Kubernetes ${tag}`,
    draft,
    prerelease,
    published_at: publishedAt,
    body: 'See the notes.',
  }
}

function item(id: string | null) {
  return {
    id,
    date_published: '2026-11-18T10:00:00Z',
    status: 'fixed',
    summary: 'a flaw',
    content_text: 'CVSS Rating: …',
  }
}

const high = [
  {
    format: 'CVSS',
    scenarios: [{ lang: 'en', value: 'GENERAL' }],
    cvssV3_1: { version: '3.1', baseScore: 8.8, baseSeverity: 'HIGH' },
  },
]

function cveRecord(id: string, product: string, versions: readonly object[], metrics: readonly object[] = high) {
  return {
    dataType: 'CVE_RECORD',
    dataVersion: '5.2',
    cveMetadata: {
      cveId: id,
      state: 'PUBLISHED',
      assignerShortName: 'kubernetes',
      datePublished: '2026-11-18T10:00:00.000Z',
    },
    containers: {
      cna: {
        title: 'a flaw',
        affected: [{ vendor: 'Kubernetes', product, defaultStatus: 'unaffected', versions }],
        metrics,
      },
    },
  }
}

const schedule = `---
schedules:
- endOfLifeDate: "2027-10-28"
  maintenanceModeStartDate: "2027-08-28"
  next: { cherryPickDeadline: "2026-12-04", release: 1.37.4, targetDate: "2026-12-08" }
  previousPatches:
  - { cherryPickDeadline: "2026-11-06", release: 1.37.3, targetDate: "2026-11-10" }
  release: "1.37"
  releaseDate: "2026-08-26"
- { endOfLifeDate: 2027-06-28, release: 1.36, releaseDate: 2026-04-22 }
- { endOfLifeDate: 2027-02-28, release: 1.35, releaseDate: 2025-12-17 }
upcoming_releases:
- { cherryPickDeadline: "2026-12-04", targetDate: "2026-12-08" }
`
const endsOfLife = `---
branches:
- { endOfLifeDate: "2026-10-27", finalPatchRelease: 1.34.13, release: "1.34" }
- { endOfLifeDate: "2025-07-15", finalPatchRelease: 1.30.14, release: 1.30 }
- { endOfLifeDate: "2022-12-08", finalPatchRelease: 1.22.17, release: "1.22" }
- { endOfLifeDate: "2022-11-09", finalPatchRelease: 1.22.16, release: "1.22" }
- { endOfLifeDate: "2016-10-23", finalPatchRelease: 1.2.7, release: "1.2" }
`
