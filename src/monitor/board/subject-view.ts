import type { Scope } from '../../scope.ts'
import type { Changes } from '../views/changes.ts'
import type { Tally } from '../views/history.ts'
import type { ListedReport } from '../views/report-list.ts'
import type { ScopeStatus } from '../views/status.ts'
import type { Part } from './parts.ts'

/** What is known of a subject. */
export interface SubjectView {
  readonly subject: string
  /** By uuid of the scope. */
  readonly status: Readonly<Record<string, ScopeStatus>>
  readonly scopes: ReadonlyMap<string, Scope>
  readonly tallies: readonly Tally[]
  readonly changes: readonly Changes[]
  readonly reports: readonly ListedReport[]
  /** Which part of all reports these are. */
  readonly part: Part
  readonly reportsInAll: number
  /** Address of this server, without a slash at its end: for what is embedded elsewhere. */
  readonly base: string
  /** Milliseconds. */
  readonly now: number
}
