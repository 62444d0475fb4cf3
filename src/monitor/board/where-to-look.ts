import type { Streak } from '../views/since-when.ts'
import type { TestcaseOverSubjects } from '../views/testcase-over-subjects.ts'
import { links } from './links.ts'
import { template, type Markup } from './markup.ts'
import { count, link } from './parts.ts'

/** Where to look first, in sentences: at the test, at a cloud, or at what those have in common on which it goes wrong. */
export function whereToLook(
  {
    counts: { PASS, FAIL, DNF, MISS },
    suspicion,
    subjects,
  }: Pick<TestcaseOverSubjects, 'counts' | 'suspicion' | 'subjects'>,
  streaks: readonly Streak[],
): Markup {
  const wrong = subjects.filter(({ verdict }) => verdict === 'FAIL' || verdict === 'DNF')
  const tried = PASS + FAIL + DNF
  const names = wrong.slice(0, 3).map(({ subject }) => subject)
  const together = onOneDay(
    wrong.map(({ subject }) => subject),
    streaks,
  )
  const view = {
    tried: count(tried, 'subject'),
    wrong: wrong.length,
    missing: MISS === 0 ? '' : `${count(MISS, 'subject')} ${MISS === 1 ? 'has' : 'have'} no result that counts`,
    alone: link(links.subject(names[0] ?? ''), names[0] ?? ''),
    together: together ? `On ${count(together.number, 'subject')} it began on the same day, ${together.day}.` : '',
    kind: suspicion ?? (tried === 0 ? 'untried' : 'fine'),
  }
  return draw(view)
}

/** The day on which the results of most of these became what they are, where these are two or more. */
function onOneDay(
  wrong: readonly string[],
  streaks: readonly Streak[],
): { readonly day: string; readonly number: number } | undefined {
  const began = streaks.filter(({ subject, changed }) => changed && wrong.includes(subject))
  const byDay = Map.groupBy(began, ({ since }) => since.toISOString().slice(0, 10))
  const [most] = [...byDay].toSorted(([, one], [, other]) => other.length - one.length)
  return most && most[1].length >= 2 ? { day: most[0], number: most[1].length } : undefined
}

const draw = template<
  Record<string, unknown>
>(`<% if (it.kind === 'test') { %><p><b>Look at the test first:</b> it fails or ends undecided on <%= it.wrong %> of the <%= it.tried %> that tried.</p>
<% } else if (it.kind === 'cloud') { %><p><b>Look at the cloud first:</b> it goes wrong on <%= it.alone %> alone, of <%= it.tried %> that tried.</p>
<% } else if (it.kind === 'both') { %><p><b>Either may be wrong:</b> it fails or ends undecided on <%= it.wrong %> of the <%= it.tried %> that tried. Look at what those have in common.</p>
<% } else if (it.kind === 'fine') { %><p><b>Neither:</b> it passes on all <%= it.tried %> that tried.</p>
<% } else { %><p><b>Nobody can tell:</b> no subject has a result that counts.</p><% } %>
<% if (it.together) { %><p><%= it.together %></p><% } %>
<% if (it.missing) { %><p class="soft"><%= it.missing %>.</p><% } %>`)
