import type { Validity } from '../../report.ts'
import { inScope } from './in-scope.ts'
import { looksOf, newestVerdict } from './looks.ts'
import { ofCertificates } from './of-certificates.ts'
import type { NoticePart } from './notice.ts'
import { silenceOf } from './silence.ts'
import { stateKey, type Detected, type Rules, type ScopeFacts, type SubjectFacts, type Told } from './subject-facts.ts'

/**
 * What is to be told about a subject at this moment, by what is in the database and what was told before. Pure: the order in which
 * results came in, and how often, changes nothing.
 *
 * The first time it tells how things stand, as one notice. From then on, by scope, of testcases of target `main` of the versions in
 * force (`effective`, `warn`): *regression*: a testcase does not pass, or a version that did does not pass any more, also because a
 * result has expired; *recovery*; *flapping* (see `settle` for when any of these counts); *expiry* ahead, once a result;
 * *credentials*: the newest report has DNF for `auth` or `forbidden`, at once; *silence*: no report in the time expected;
 * *certificate*: one expires soon, or its conditions are not met.
 */
export function detect(facts: SubjectFacts, told: Told, rules: Rules, nowMs: number): Detected {
  const watchedSince = told.get(stateKey('', 'watched'))
  const scopes = facts.scopes.map((scope) => inScope(scope, told, rules, nowMs, watchedSince === undefined))
  const silence = silenceOf(facts, told, rules, nowMs, watchedSince === undefined ? nowMs : Date.parse(watchedSince))
  const changes = new Map([...scopes.flatMap((one) => [...one.told]), ...silence.told])
  if (watchedSince !== undefined) {
    // what is known of certificates when all begins is told as an event of its own, in the next round
    const certificates = ofCertificates(facts, new Map([...told, ...changes]), rules, nowMs)
    const notices = [...scopes.flatMap((one) => one.notices), ...certificates.notices, ...silence.notices]
    return {
      notices: notices.map((one) => ({ ...one, subject: facts.subject })),
      told: new Map([...changes, ...certificates.told]),
    }
  }
  const since = new Date(nowMs).toISOString()
  changes.set(stateKey('', 'watched'), since)
  const about = [
    ...(scopes.some((one) => one.notices.some(({ kind }) => kind === 'credentials')) ? (['credentials'] as const) : []),
    ...(silence.notices.length > 0 ? (['silence'] as const) : []),
  ]
  const parts = facts.scopes.flatMap((scope) => {
    const part = problemsOf(scope, changes, nowMs)
    // one by which nothing counts says nothing
    const isJudged = Object.values(scope.status.versions).some(({ validity }) => isInForce(validity))
    return isJudged || part.testcases.length > 0 ? [part] : []
  })
  return { notices: [{ kind: 'start', subject: facts.subject, parts, about, since }], told: changes }
}

function isInForce(validity: Validity): boolean {
  return validity === 'effective' || validity === 'warn'
}

/** What does not stand well, by what is told of it now. */
function problemsOf(scope: ScopeFacts, told: Told, nowMs: number): NoticePart {
  const { uuid, name, status } = scope
  const isBad = (item: string) => ['bad', 'flapping'].includes(told.get(stateKey(uuid, item)) ?? '')
  return {
    scope: { uuid, name },
    testcases: [...looksOf(scope)]
      .filter(([id]) => isBad(`testcase:${id}`))
      .map(([id, own]) => ({ id, verdict: newestVerdict(scope, id, own, nowMs) }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    versions: Object.keys(status.versions).filter((version) => isBad(`version:${version}`)),
  }
}
