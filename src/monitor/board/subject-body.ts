import { joined, nothing, template, type Markup } from './markup.ts'
import { badgesPart } from './subject-badges.ts'
import { changesPart } from './subject-changes.ts'
import { levelsParts } from './subject-levels.ts'
import { reportsPart } from './subject-reports.ts'
import { scopePart } from './subject-scope.ts'
import type { SubjectView } from './subject-view.ts'

/** The page of a subject. Pure. */
export function subjectBody(view: SubjectView): Markup {
  const tested = [...view.scopes].flatMap(([uuid, scope]) => {
    const status = view.status[uuid]
    return status ? [{ uuid, scope, status }] : []
  })
  const scopes = tested.map(({ scope }) => scope)
  return joined([
    tested.length === 0 ? empty({}) : nothing,
    ...levelsParts(view),
    view.changes.length > 0 ? changesPart(view) : nothing,
    ...tested.map((one) => scopePart(view, one)),
    view.reportsInAll > 0 ? reportsPart(view) : nothing,
    tested.length > 0 ? badgesPart(view, scopes) : nothing,
  ])
}

const empty = template('<div class="sheet"><p>No report about this subject has come in yet.</p></div>')
