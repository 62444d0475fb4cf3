import { isRecord } from '../answer.ts'
import { ProbeError } from '../fact.ts'
import type { Preflight } from '../report.ts'
import { listOf, record, text, wire, yesNo } from '../wire.ts'
import { StatusError, type Kubernetes } from './client.ts'

export interface ClusterPreflight {
  /** In the order of the looks; what could not be looked at any more is `unknown`. */
  readonly items: readonly Preflight[]
  /** Why testing makes no sense: the cause for everything that needs the cluster. */
  readonly failure?: ProbeError
}

/** Beyond this, dates in certificates and tokens are judged wrongly. */
const mostSkewSeconds = 60

/**
 * Looks at the cluster before the testcases: its version and clock, who we are to it and what we may do there. Rejects
 * only with what is not about the cluster (bugs). Rights that are missing are warned of: some testcases do without.
 * Unlike on a cloud, admin rights are fine: whoever orders a cluster is its admin, and the conformance tests need it.
 */
export async function preflight(kubernetes: Kubernetes): Promise<ClusterPreflight> {
  const { host } = new URL(kubernetes.server)
  const sentAt = Date.now()
  try {
    const answer = await kubernetes.send({ path: '/version', accept: [403] })
    const answeredAt = Date.now()
    const version = answer.status === 403 ? null : gitVersionIn(answer.body, kubernetes)
    const who = await whoAmI(kubernetes)
    return {
      items: [
        { id: 'reachability', outcome: 'ok', message: `${host} answers` },
        { id: 'authentication', outcome: 'ok', message: who ?? 'the API server accepts us, but does not say as whom' },
        version
          ? { id: 'version', outcome: 'ok', message: `Kubernetes ${version}` }
          : { id: 'version', outcome: 'warning', message: 'this user may not read /version' },
        await rights(kubernetes),
        clockItem(answer.headers['date'], (sentAt + answeredAt) / 2),
      ],
    }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    const answered = error instanceof StatusError && [401, 403].includes(error.status)
    return { items: failed(error, host, answered), failure: error }
  }
}

function gitVersionIn(body: unknown, { server }: Kubernetes): string {
  if (isRecord(body) && typeof body['gitVersion'] === 'string') return body['gitVersion']
  throw new ProbeError('malformed', `GET /version answered without gitVersion; is ${server} an API server?`)
}

function failed(error: ProbeError, host: string, answered: boolean): readonly Preflight[] {
  const later = (['version', 'permissions', 'clock-skew'] as const).map(
    (id) => ({ id, outcome: 'unknown', message: 'needs an answer of the API server' }) as const,
  )
  if (answered)
    return [
      { id: 'reachability', outcome: 'ok', message: `${host} answers` },
      { id: 'authentication', outcome: 'failed', message: error.message },
      ...later,
    ]
  if (error.kind === 'auth')
    return [
      { id: 'reachability', outcome: 'unknown', message: 'without credentials nothing was sent' },
      { id: 'authentication', outcome: 'failed', message: error.message },
      ...later,
    ]
  return [
    { id: 'reachability', outcome: 'failed', message: error.message },
    { id: 'authentication', outcome: 'unknown', message: 'the API server was not reached' },
    ...later,
  ]
}

interface SelfSubjectReview {
  readonly status: { readonly userInfo: { readonly username?: string; readonly groups?: readonly string[] } }
}
const userInfo = record({}, { username: text, groups: listOf(text) })
const wireSelf = wire<SelfSubjectReview>('SelfSubjectReview', record({ status: record({ userInfo }) }))

/** Kubernetes says it since 1.27 (authentication.k8s.io, "SelfSubjectReview"); null before, or where it is not allowed. */
async function whoAmI(kubernetes: Kubernetes): Promise<string | null> {
  for (const version of ['v1', 'v1beta1']) {
    const apiVersion = `authentication.k8s.io/${version}`
    const body = { apiVersion, kind: 'SelfSubjectReview' }
    const call = { method: 'POST', path: `/apis/${apiVersion}/selfsubjectreviews`, body } as const
    try {
      const { username, groups = [] } = (await kubernetes.read(call, wireSelf)).status.userInfo
      return `${username ?? 'nobody'}${groups.length > 0 ? `, of ${groups.join(', ')}` : ''}`
    } catch (error) {
      if (!(error instanceof StatusError) || ![403, 404].includes(error.status)) throw error
      if (error.reason.includes('"system:anonymous"')) throw unseen(error, kubernetes)
    }
  }
  return null
}

/** Whoever shows credentials and is anonymous all the same has lost them on the way. */
function unseen({ status, reason }: StatusError, { server }: Kubernetes): StatusError {
  const message = `the API server takes us for system:anonymous: the context names no user with credentials, or something before ${new URL(server).host} ends TLS and drops them`
  return new StatusError('auth', message, status, reason)
}

/** What the testcases do; `*` tells whether we may do all that can be done. */
const wanted = [
  { verb: '*', group: '*', resource: '*' },
  { verb: 'list', group: '', resource: 'nodes' },
  { verb: 'list', group: 'storage.k8s.io', resource: 'storageclasses' },
  { verb: 'create', group: '', resource: 'namespaces' },
  { verb: 'create', group: '', resource: 'pods' },
  { verb: 'create', group: '', resource: 'persistentvolumeclaims' },
] as const

const wireAccess = wire<{ readonly status: { readonly allowed: boolean } }>(
  'SelfSubjectAccessReview',
  record({ status: record({ allowed: yesNo }) }),
)

async function rights(kubernetes: Kubernetes): Promise<Preflight> {
  const id = 'permissions'
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
  const may = async ({ verb, group, resource }: (typeof wanted)[number]) => {
    const spec = { resourceAttributes: { verb, group, resource } }
    const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec }
    return (await kubernetes.read({ method: 'POST', path, body }, wireAccess)).status.allowed
  }
  try {
    const [everything, ...others] = await Promise.all(wanted.map(may))
    if (everything) return { id, outcome: 'ok', message: 'this user may do everything (cluster-admin)' }
    const missing = wanted.slice(1).filter((_, index) => !others[index])
    if (missing.length === 0) return { id, outcome: 'ok', message: 'this user may do what the testcases do' }
    const list = missing.map(({ verb, resource }) => `${verb} ${resource}`).join(', ')
    const message = `this user may not ${list}; testcases that need it will be DNF: give it a ClusterRole that allows that`
    return { id, outcome: 'warning', message }
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    return { id, outcome: 'unknown', message: 'the API server does not say what this user may do' }
  }
}

/** By the Date of the answer, which is cut off to whole seconds. */
function clockItem(date: unknown, atMs: number): Preflight {
  const id = 'clock-skew'
  const theirs = Date.parse(typeof date === 'string' ? date : '')
  if (Number.isNaN(theirs)) return { id, outcome: 'unknown', message: 'the API server tells no time' }
  const skew = Math.round((theirs + 500 - atMs) / 1000)
  const seconds = Math.abs(skew)
  if (seconds <= mostSkewSeconds) return { id, outcome: 'ok', message: `${seconds} s` }
  const message = `this machine's clock is ${seconds} s ${skew > 0 ? 'behind' : 'ahead of'} the cluster's; set it right (NTP)`
  return { id, outcome: 'warning', message }
}
