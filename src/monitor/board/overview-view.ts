import type { Verdict } from '../../report.ts'
import type { Scope } from '../../scope.ts'
import type { Status } from '../views/all-status.ts'
import { partOf, type Part } from './parts.ts'
import { verdictOf } from '../views/verdict-of.ts'
import { countVerdicts, worstFirst, type VerdictCounts } from '../views/verdict-counts.ts'
import { glanceOf, type Glance } from './standing-view.ts'

/** What is asked of the overview. */
export interface OverviewQuery {
  /** Part of a name, in any case. */
  readonly q?: string
  readonly group?: string
  /** Id: only this scope, and the subjects that have results by it. */
  readonly scope?: string
  /** Only subjects that have it, by this scope or by any. */
  readonly verdict?: Verdict
  readonly sort: 'name' | 'worst' | 'oldest'
  readonly page: number
}

export interface Overview {
  /** How many subjects there are, and how many of them were asked for. */
  readonly all: number
  readonly found: number
  readonly scopes: readonly ScopeColumn[]
  readonly rows: readonly Row[]
  readonly part: Part
}

export interface ScopeColumn {
  readonly scope: Pick<Scope, 'id' | 'name' | 'uuid'>
  /** Over all subjects of that name and group. */
  readonly counts: VerdictCounts
}

export interface Row {
  readonly subject: string
  /** Empty where it is in none. */
  readonly group: string
  /** A cell a scope; undefined where the subject has never had a result by it. */
  readonly cells: readonly (Glance | undefined)[]
}

const size = 50
const names = new Intl.Collator('en', { numeric: true })

/** What the page shows of where subjects stand; `groups` by subject. Pure. */
export function overviewOf(
  status: Status,
  scopes: ReadonlyMap<string, Scope>,
  groups: ReadonlyMap<string, string>,
  { q = '', group = '', scope: wanted = '', verdict, sort, page }: OverviewQuery,
): Overview {
  const judged = Object.entries(status).filter(([, byScope]) => Object.keys(byScope).length > 0)
  const words = q.toLowerCase()
  const named = judged.filter(
    ([subject]) => subject.toLowerCase().includes(words) && (group === '' || groups.get(subject) === group),
  )
  const columns = [...scopes]
    .filter(([uuid, { id }]) => (wanted === '' || wanted === id) && judged.some(([, byScope]) => byScope[uuid]))
    .map(([uuid, scope]) => ({
      scope: { ...scope, uuid },
      counts: countVerdicts(named.flatMap(([, byScope]) => (byScope[uuid] ? [verdictOf(byScope[uuid].result)] : []))),
    }))
  const found = named
    .map(([subject, byScope]) => ({ subject, cells: columns.map(({ scope }) => byScope[scope.uuid]) }))
    .map((row) => ({ ...row, given: row.cells.flatMap((cell) => (cell ? [verdictOf(cell.result)] : [])) }))
    .filter(({ given }) => given.length > 0 && (verdict === undefined || given.includes(verdict)))
    .toSorted((one, other) => names.compare(one.subject, other.subject))
  const sorted = sort === 'name' ? found : sortedBy(orders[sort], found)
  const part = partOf(sorted.length, page, size)
  return {
    all: judged.length,
    found: sorted.length,
    scopes: columns,
    part,
    rows: sorted.slice(part.skip, part.skip + size).map(({ subject, cells }) => ({
      subject,
      group: groups.get(subject) ?? '',
      cells: cells.map((cell) => cell && glanceOf(cell)),
    })),
  }
}

type Cell = Status[string][string]
interface Found {
  readonly cells: readonly (Cell | undefined)[]
  readonly given: readonly Verdict[]
}

const orders = { worst: urgency, oldest: newestOf } as const

/** By a text that is made once of each; those of the same text stay in their order. */
function sortedBy<T extends Found>(text: (one: T) => string, all: readonly T[]): readonly T[] {
  return all
    .map((one) => ({ one, text: text(one) }))
    .toSorted((one, other) => (one.text < other.text ? -1 : Number(one.text > other.text)))
    .map(({ one }) => one)
}

function urgency({ given }: Found): string {
  return String(Math.min(...given.map((verdict) => worstFirst.indexOf(verdict))))
}

/** By the scope for which it is longest ago; nothing at all comes first. */
function newestOf({ cells }: Found): string {
  const each = cells.flatMap((cell) => (cell ? [glanceOf(cell).newest ?? ''] : []))
  return each.toSorted()[0] ?? ''
}
