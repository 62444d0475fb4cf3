import { renewableFrom } from '../certificates/state.ts'
import type { NoticeCertificate } from './notice.ts'
import {
  stateKey,
  type CertificateFacts,
  type Found,
  type Rules,
  type SubjectFacts,
  type Told,
} from './subject-facts.ts'

/**
 * Certificates in force: once when one is about to expire, from when on it can be renewed; once when its conditions are not met, and
 * once when they are again. What was seen but is not settled (`told` is what counts of testcases by now) makes no notice.
 */
export function ofCertificates({ certificates }: SubjectFacts, told: Told, rules: Rules, nowMs: number): Found {
  const changes = new Map<string, string>()
  const found: NoticeCertificate[] = []
  const sinces: number[] = []
  for (const certificate of certificates) {
    const { id, scope, version, validUntil, troubles } = certificate
    const [conditions, end] = [stateKey(scope.uuid, `certificate:${id}`), stateKey(scope.uuid, `certificate-end:${id}`)]
    const common = { id, scope, version, validUntil }
    if (nowMs >= renewableFrom(validUntil) && !told.has(end)) {
      changes.set(end, validUntil)
      found.push({ ...common, what: 'expires soon', conditions: [] })
      sinces.push(renewableFrom(validUntil))
    }
    const state = stateOf(certificate, told, rules, nowMs)
    const before = told.get(conditions)
    if (state === undefined || state === before) continue
    changes.set(conditions, state)
    if (state === 'bad') {
      const [since = new Date(nowMs).toISOString()] = troubles.flatMap((one) => one.since ?? []).toSorted()
      const named = troubles.map(({ kind, testcase, since: at }) => {
        return { kind, ...(testcase === undefined ? {} : { testcase }), ...(at === null ? {} : { at }) }
      })
      found.push({ ...common, what: 'conditions not met', conditions: named })
      sinces.push(Date.parse(since))
    } else if (before !== undefined) {
      found.push({ ...common, what: 'conditions met', conditions: [] })
      sinces.push(nowMs)
    }
  }
  if (found.length === 0) return { notices: [], told: changes }
  const since = new Date(Math.min(...sinces)).toISOString()
  return { notices: [{ kind: 'certificate', parts: [], about: [], since, certificates: found }], told: changes }
}

/** Undefined while nothing is settled. */
function stateOf(
  { scope, testcases, troubles }: CertificateFacts,
  told: Told,
  { patience }: Rules,
  nowMs: number,
): 'good' | 'bad' | undefined {
  const toldOf = (id: string) => told.get(stateKey(scope.uuid, `testcase:${id}`))
  if (troubles.length === 0) return testcases.some((id) => isOpen(toldOf(id))) ? undefined : 'good'
  const counts = troubles.some(({ kind, testcase, since }) => {
    if (testcase === undefined || (kind !== 'failed' && kind !== 'undecided')) return true
    return toldOf(testcase) === 'bad' || (since !== null && nowMs - Date.parse(since) >= patience.lastingMs)
  })
  return counts ? 'bad' : undefined
}

function isOpen(state: string | undefined): boolean {
  return state === 'bad' || state === 'flapping'
}
