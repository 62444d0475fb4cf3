import { hasExpired, looksOf, refusedAt, reportLooks, newestVerdict } from './looks.ts'
import type { Notice, NoticeTestcase } from './notice.ts'
import { settle, type Look, type Settled, type State } from './settle.ts'
import { atOnce, stateKey, type Found, type Nameless, type Rules, type ScopeFacts, type Told } from './subject-facts.ts'

/** What is to be told of one scope. */
export function inScope(scope: ScopeFacts, told: Told, rules: Rules, nowMs: number, isFirst: boolean): Found {
  const { uuid, name, status } = scope
  const changes = new Map<string, string>()
  const before = (item: string) => told.get(stateKey(uuid, item)) as State | undefined // written below
  const set = (item: string, value: string) => void changes.set(stateKey(uuid, item), value)
  const after = (item: string) => (changes.get(stateKey(uuid, item)) as State | undefined) ?? before(item)
  const versions = Object.entries(status.versions)
    .filter(([, { validity }]) => validity === 'effective' || validity === 'warn')
    .map(([version, { targets, result }]) => ({ version, result, testcases: targets.main?.testcases ?? [] }))
  const testcases = [...new Set(versions.flatMap((one) => one.testcases))].toSorted()
  const looks = looksOf(scope)
  const worse: NoticeTestcase[] = []
  const better: NoticeTestcase[] = []
  const flapping: NoticeTestcase[] = []

  for (const id of testcases) {
    const item = `testcase:${id}`
    const own = looks.get(id) ?? []
    const settled = firstOr(isFirst, own, settle(own, before(item), rules.patience, nowMs))
    if (!settled || settled.state === before(item)) continue
    set(item, settled.state)
    const tells = {
      id,
      verdict: newestVerdict(scope, id, own, nowMs),
      at: new Date(settled.sinceMs).toISOString(),
    } as const
    if (settled.state === 'flapping') flapping.push(tells)
    else if (settled.state === 'bad') worse.push(tells)
    else if (before(item) !== undefined) better.push(tells)
  }

  const lost: string[] = []
  const won: string[] = []
  for (const { version, result, testcases: own } of versions) {
    const item = `version:${version}`
    const gone = own.filter((id) => hasExpired(scope, id, looks.get(id) ?? [], nowMs))
    const states = own.map((id) => (gone.includes(id) ? 'bad' : after(`testcase:${id}`)))
    const state = isFirst ? (result === 1 ? 'good' : 'bad') : stateOfAll(states)
    if (state === undefined || state === before(item)) continue
    set(item, state)
    if (state === 'good' && before(item) === 'bad') won.push(version)
    if (state === 'good' || before(item) !== 'good') continue // a version that is new has not got worse
    lost.push(version)
    for (const id of gone) {
      if (!worse.some((one) => one.id === id)) worse.push({ id, verdict: 'MISS' })
    }
  }

  const notices: Nameless[] = []
  const tell = (
    kind: Notice['kind'],
    list: readonly NoticeTestcase[],
    { versions: names = [] as readonly string[], since = firstOf(list, nowMs), about = [] as Notice['about'] } = {},
  ) => void notices.push({ kind, parts: [{ scope: { uuid, name }, testcases: list, versions: names }], about, since })
  if (worse.length + lost.length > 0) tell('regression', worse, { versions: lost })
  if (better.length + won.length > 0) tell('recovery', better, { versions: won })
  if (flapping.length > 0) tell('flapping', flapping)

  const expiring = expiringOf(scope, testcases, rules, nowMs).filter(
    ({ id, checkedAt }) => told.get(stateKey(uuid, `expiry:${id}`)) !== checkedAt,
  )
  // what is near when all begins is told as an event of its own, in the next round
  for (const { id, checkedAt } of isFirst ? [] : expiring) set(`expiry:${id}`, checkedAt)
  const ends = expiring.map(({ id, expires }): NoticeTestcase => ({ id, verdict: 'PASS', at: expires }))
  if (ends.length > 0) tell('expiry', ends)

  const reports = reportLooks(scope)
  const known = before('credentials')
  const access = firstOr(isFirst, reports, settle(reports, known, atOnce(rules), nowMs))
  if (access && access.state !== known) {
    set('credentials', access.state)
    const since = new Date(access.sinceMs).toISOString()
    if (access.state === 'bad') tell('credentials', refusedAt(scope, reports.at(-1)?.atMs ?? 0), { since })
    else if (access.state === 'flapping') tell('flapping', [], { since, about: ['credentials'] })
    else if (known !== undefined) tell('recovery', [], { since, about: ['credentials'] })
  }
  return { notices, told: changes }
}

/** What is found the first time is taken as it is. */
function firstOr(isFirst: boolean, looks: readonly Look[], settled: Settled | undefined): Settled | undefined {
  const latest = looks.at(-1)
  if (!isFirst || settled || !latest) return settled
  return { state: latest.isGood ? 'good' : 'bad', sinceMs: latest.atMs }
}

function firstOf(list: readonly NoticeTestcase[], nowMs: number): string {
  const [first = new Date(nowMs).toISOString()] = list.flatMap(({ at }) => at ?? []).toSorted()
  return first
}

/** Of a version by its testcases; undefined while one of them is not settled. */
function stateOfAll(states: readonly (State | undefined)[]): 'good' | 'bad' | undefined {
  if (states.includes('bad')) return 'bad'
  return states.every((state) => state === 'good') ? 'good' : undefined
}

interface Expiring {
  readonly id: string
  readonly checkedAt: string
  readonly expires: string
}

function expiringOf(scope: ScopeFacts, testcases: readonly string[], { leadMs }: Rules, nowMs: number): Expiring[] {
  return testcases.flatMap((id) => {
    const known = scope.status.results[id]
    const lifetime = scope.lifetimes.get(id)
    if (known?.result !== 1 || lifetime === undefined) return []
    const isNear = Date.parse(known.expires_at) - nowMs <= leadMs[lifetime]
    return isNear ? [{ id, checkedAt: known.checked_at, expires: known.expires_at }] : []
  })
}
