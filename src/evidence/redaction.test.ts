import fc from 'fast-check'
import t from 'tap'
import { format as html } from '../../reports/html.ts'
import { reportOf } from '../../reports/golden/sample.ts'
import { validateReport } from '../../reports/validate.ts'
import type { Report } from '../report.ts'
import { failure } from '../http/failure.ts'
import { commitment, redactForSharing } from './redaction.ts'

const digest = `sha256:${'0'.repeat(64)}`
const key = new Uint8Array(32)

function redacted(texts: {
  readonly actual?: string
  readonly note?: string
  readonly subject?: string
  readonly message?: string
}) {
  const { actual = 'x', note = 'y', subject = 'flavor a', message = 'demo in project secret-project' } = texts
  const violation = { subject, expected: 'a source such as https://cdimage.debian.org/', actual }
  const full = reportOf(
    { 'scs-0100-syntax-check': { verdict: 'FAIL', violations: [violation], notes: [note] } },
    { preflight: [{ id: 'authentication', outcome: 'ok', message }] },
  )
  return redactForSharing(full, digest, key)
}

function shown(texts: Parameters<typeof redacted>[0]): string {
  const { report } = redacted(texts)
  const { violations, notes } = report.results['scs-0100-syntax-check'] ?? { violations: [], notes: [] }
  return [...violations.flatMap(({ subject, actual }) => [subject, actual]), ...notes].join(' | ')
}

t.test('hosts, addresses, ids, mail, users, projects and nodes become pseudonyms, the same everywhere', async (t) => {
  t.equal(
    shown({ actual: 'GET https://api.cloud.example:5000/v3 on api.cloud.example' }),
    'flavor a | GET https://host-1:5000/v3 on host-1 | y',
  )
  t.equal(
    shown({ actual: '10.0.0.7 and 2001:db8::7', note: '10.0.0.7' }),
    'flavor a | address-1 and address-2 | address-1',
  )
  t.equal(shown({ note: 'project secret-project of demo' }), 'flavor a | x | project project-1 of user-1')
  t.equal(shown({ actual: 'id 6f7e4a4c-9a43-4a39-9a9d-0d6a3a4f2a11' }), 'flavor a | id id-1 | y')
  t.equal(shown({ subject: 'node worker-1', note: 'worker-1 and worker-10' }), 'node node-1 | x | node-1 and worker-10')
  t.equal(shown({ note: 'ask ops@cloud.example' }), 'flavor a | x | ask mail-1')
})

t.test(
  'what readers need stays: names of flavors and images, hosts that the standard itself names, the subject',
  async (t) => {
    t.equal(
      shown({ actual: 'https://cdimage.debian.org/x', subject: 'flavor SCS-4V-16.5' }),
      'flavor SCS-4V-16.5 | https://cdimage.debian.org/x | y',
    )
    t.equal(redacted({}).report.subject, reportOf({}).subject)
  },
)

t.test('each removed value is committed to, and the report still fits its schema', async (t) => {
  const { report, removed } = redacted({ actual: '10.0.0.7' })
  t.equal(validateReport(JSON.parse(JSON.stringify(report))), null)
  t.same(removed.map(({ pseudonym, value }) => `${pseudonym} ${value}`).toSorted(), [
    'address-1 10.0.0.7',
    'host-1 example.com',
    'mail-1 ops@example.com',
    'project-1 secret-project',
    'user-1 demo',
  ])
  for (const { pseudonym, salt, value } of removed)
    t.equal(report.redaction.commitments[pseudonym], commitment(salt, value))
  t.equal(report.redaction.of, digest)
})

t.test('what reads like a host is one only where hosts stand, or beside others of its domain', async (t) => {
  t.equal(shown({ note: 'gp1.large' }), 'flavor a | x | gp1.large')
  t.equal(shown({ note: 'gp1.large:5000 answers no call' }), 'flavor a | x | host-1:5000 answers no call')
  t.equal(shown({ actual: 'CN=api.cloud.example' }), 'flavor a | CN=host-1 | y')
  t.equal(
    shown({ actual: 'https://api.cloud.example/', note: 'b.cloud.example, c.other.example' }),
    'flavor a | https://host-1/ | host-2, c.other.example',
  )
  t.equal(shown({ actual: 'https://controller/v3', note: 'controller' }), 'flavor a | https://host-1/v3 | controller')
  t.equal(shown({ note: 'of topology.kubernetes.io/zone' }), 'flavor a | x | of topology.kubernetes.io/zone')
})

t.test('hosts in what is said of a failed call, also those of one word; what is no such sentence stays', async (t) => {
  const said = (message: string) => {
    const full = reportOf({ x: { verdict: 'DNF', cause: { kind: 'unreachable', message } } })
    return redactForSharing(full, digest, key).report.results['x']?.cause?.message
  }
  const refused = (code: string, host: string, proxy?: string) => {
    const url = new URL(`https://${host}/v3`)
    const error = Object.assign(new Error('something else'), { code })
    return failure(
      error,
      'GET /v3',
      url,
      proxy === undefined ? undefined : { variable: 'https_proxy', origin: `http://${proxy}`, host: proxy },
    ).message
  }
  const codes = [
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ETIMEDOUT',
    'ECONNRESET',
    'UND_ERR_PRX_CONN',
    'UND_ERR_PRX_TLS',
    'UND_ERR_ABORTED',
    'EPROTO',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_UNTRUSTED',
    'UND_ERR_HEADERS_OVERFLOW',
    'none of these',
  ]
  for (const code of codes) {
    for (const host of ['api.cloud.canary', 'canary', 'api.cloud.canary:5000', 'canary:5000', 'canary-1.net:8']) {
      for (const proxy of [undefined, 'canary-proxy:3128', 'proxy.canary']) {
        const message = refused(code, host, proxy)
        t.match(message, /canary/)
        t.notMatch(said(message), /canary/, message)
      }
    }
  }
  t.equal(
    said('GET /v3: api.cloud.example:5000 refuses connections; why'),
    'GET /v3: host-1:5000 refuses connections; why',
  )
  t.equal(
    said('the proxy p:8 (proxy-url of cluster our prod) refuses'),
    'the proxy host-1:8 (proxy-url of cluster cluster-1) refuses',
  )
  t.equal(said('the name api.cloud.example is not known to DNS; b'), 'the name host-1 is not known to DNS; b')
  for (const message of [
    'label: topology.kubernetes.io/zone is missing',
    'the name gp1.large is not that of a flavor',
    'a proxy with gp1.large',
    'DELETE /v2/x: 409 Conflict',
  ])
    t.equal(said(message), message)
})

t.test('hosts and mailboxes in waivers, and in where they link to', async (t) => {
  const waiver = {
    id: 'x',
    reason: 'see https://wiki.cloud.example/1',
    owner: 'ops@cloud.example',
    expires: '2026-12-31',
    link: 'https://wiki.cloud.example/2',
  }
  const full = reportOf({ x: { verdict: 'FAIL' } }, { waivers: [{ ...waiver, state: 'used', testcases: ['x'] }] })
  const { report } = redactForSharing(full, digest, key)
  t.match(report.waivers, [{ id: 'x', reason: 'see https://host-1/1', owner: 'mail-1', link: 'https://host-1/2' }])
  t.equal(validateReport(JSON.parse(JSON.stringify(report))), null)
})

t.test('times and digests are no addresses and ids; those of Ethernet, and ids within words, are', async (t) => {
  t.equal(
    shown({ note: 'at 11:57:10, by sha256:' + 'ab'.repeat(32) }),
    `flavor a | x | at 11:57:10, by ${`sha256:${'ab'.repeat(32)}`}`,
  )
  t.equal(shown({ note: 'port fa:16:3e:00:11:22' }), 'flavor a | x | port address-1')
  t.equal(
    shown({ note: 'fd00::1: refused, [fd00::2]:6443 too' }),
    'flavor a | x | address-1: refused, [address-2]:6443 too',
  )
  t.equal(shown({ note: `v1/AUTH_${'0d'.repeat(16)}` }), 'flavor a | x | v1/AUTH_id-1')
})

t.test('names of a cluster are known from wherever they are surely told', async (t) => {
  t.equal(
    shown({ subject: 'kubelet of one', note: 'pod etcd-one, alone' }),
    'kubelet of node-1 | x | pod etcd-node-1, alone',
  )
  t.equal(
    shown({ note: 'kube-apiserver (pod kube-apiserver-cp-7), cp-7' }),
    'flavor a | x | kube-apiserver (pod kube-apiserver-node-1), node-1',
  )
  t.equal(
    shown({ subject: 'cluster prod@corp', note: 'prod@corp: v1.34.1' }),
    'cluster cluster-1 | x | cluster-1: v1.34.1',
  )
  t.equal(
    shown({ message: 'jane, of system:masters, team-7', note: 'team-7, system:masters' }),
    'flavor a | x | group-1, system:masters',
  )
  t.equal(
    shown({ note: 'check /home/jane/.kube/config, context prod; jane' }),
    'flavor a | x | check /home/user-2/.kube/config, context cluster-1; user-2',
  )
  t.equal(shown({ note: 'a node of the control plane' }), 'flavor a | x | a node of the control plane')
})

const looks = [
  '10.11.12.13',
  'fd00:1::beef',
  '0d6a3a4f2a11496f8f7a5d5c6b7a8990',
  'canary@mail.example',
  'https://keystone.canary.example/v3',
]
const told = ['canary-user', 'a canary project', 'canary-node-1', 'canary-group', 'canary-machine', 'canary-cluster']

/** A report that tells the names once, in the places meant for that, and has one text wherever a text may stand. */
function reportWith(text: string): Report {
  const nowhere = { region: null, zone: text, host: text, evidence: text, isReady: null }
  const node = { roles: [text], isControlPlane: true, ...nowhere }
  const serverGroups = [{ name: 'canary-group', policy: text }]
  const nodes = ['canary-node-1', 'machine canary-machine'].map((name) => ({ ...node, name, serverGroups }))
  const exhibits = [{ kind: 'node-placement', nodes, others: [] } as const]
  const violation = { subject: text, expected: 'a look', actual: text, remedy: 'see to it' }
  const told = { examined: [text], notes: [text], exhibits }
  const waiver = { reason: text, owner: text, link: text, expires: '2026-12-31', state: 'used', testcases: [] } as const
  return reportOf(
    {
      'scs-0100-syntax-check': { verdict: 'FAIL', violations: [violation], ...told },
      'scs-0100-semantics-check': { verdict: 'DNF', cause: { kind: 'timeout', message: text }, ...told },
    },
    {
      preflight: [
        { id: 'authentication', outcome: 'ok', message: 'canary-user in project a canary project' },
        { id: 'other-cluster', outcome: 'ok', message: 'canary-cluster at 10.11.12.13:6443: Kubernetes v1.34.1' },
        { id: 'roles', outcome: 'warning', message: text },
      ],
      waivers: [waiver],
    },
  )
}

t.test('no canary is left, wherever it stood; the same report and key give the same bytes', async () => {
  const canary = fc.constantFrom(...looks, ...told)
  const words = fc
    .array(fc.constantFrom('GET', 'on ', '(', ')', ': ', 'flavor ', '"', 'node ', 'of '), { maxLength: 4 })
    .map((parts) => parts.join(''))
  const text = fc.tuple(words, canary, words, canary, words).map((parts) => parts.join(' '))
  fc.assert(
    fc.property(text, (text) => {
      const { report } = redactForSharing(reportWith(text), digest, key)
      const written = JSON.stringify(report) + html.render(report)
      return (
        ![...looks, ...told, 'canary'].some((value) => written.includes(value)) &&
        JSON.stringify(redactForSharing(reportWith(text), digest, key).report) === JSON.stringify(report)
      )
    }),
  )
})
