import type { ScopeCard, ScoreCard } from '../../src/report.ts'
import { partsOf, verdicts } from '../html/counts.ts'
import { ladderOf, type Rung } from '../html/ladder.ts'
import type { Words } from '../language/english.ts'
import type { Tongue } from '../language/tongue.ts'
import { demandsById, demandsIn, named, targetsOf } from '../shared/demands.ts'
import { levelIn } from '../shared/levels.ts'
import { proposedVersion } from '../shared/summary.ts'
import { certainty, sourceLines } from './certainty.ts'
import { formOf, historyOf } from './history.ts'

/** What the page of a score card shows, in its order; all of it still raw, the template escapes. */
export function viewOf(card: ScoreCard, tongue: Tongue): object {
  const { words, day, moment, number } = tongue
  // Of a testcase that several scopes have, all have the same results.
  const results = new Map(card.cards.flatMap((one) => Object.entries(one.results)))
  const demands = card.cards.flatMap(({ versions }) => demandsIn(versions))
  const byTestcase = demandsById(demands)
  const ladder = ladderOf(card.level, (id) => results.get(id), tongue)
  const known = ladder.filter(({ version, missing }) => version !== '' || missing.length > 0)
  // The lowest that is not reached, else the highest that is.
  const aim = known.find(({ verdict }) => verdict !== 'PASS') ?? known.at(-1)
  const name = aim?.name ?? ''
  const obstacles = aim?.missing ?? []
  const history = historyOf(results, card, tongue)
  const left = card.sources.filter((source) => source.left !== undefined).length
  const files = new Map(card.sources.map(({ id, file }) => [id, file]))
  const attestations = new Set(card.sources.flatMap(({ id, kind }) => (kind === 'attestation' ? [id] : [])))
  const entries = [...results].map(([id, result]) => ({
    id,
    verdict: result.verdict,
    title: result.title,
    dates: [
      result.checkedAt === null ? words.certainty.never : words.history.judged(day(result.checkedAt)),
      ...(result.expiresAt === null ? [] : [words.history.expires(day(result.expiresAt))]),
    ].join(', '),
    marks: [
      ...(result.source !== null && attestations.has(result.source) ? [words.certainty.attested] : []),
      ...certainty(result, tongue).filter((mark) => mark !== words.certainty.never),
    ],
    history: result.history.map(({ checkedAt, verdict, source }) => ({
      verdict,
      text: words.history.entry(moment(checkedAt), files.get(source) ?? source),
    })),
    standard: standardOf(id),
    targets: targetsOf(byTestcase.get(id) ?? []).join(' '),
    demandedBy: (byTestcase.get(id) ?? []).map(named).join(', '),
  }))
  const sections = [
    ['missing', words.page.between(name), obstacles.length],
    ['levels', words.ladder.inDetail, 1],
    ['history', words.history.title, history ? 1 : 0],
    ['all', words.page.all, 1],
    ['sources', words.sources.title, 1],
  ] as const
  return {
    card,
    verdict: aim?.verdict ?? 'MISS',
    headline: headlineOf(card.subject, ladder, words),
    aim: name,
    facts: [
      [words.page.subject, `${card.subject} (${card.layer})`],
      [words.page.scope, card.cards.map(({ scope }) => scope.name).join(', ')],
      [words.page.at, moment(card.at)],
      [words.sources.title, words.page.sources(number(card.sources.length), number(left))],
    ],
    ladder,
    bars: card.cards.flatMap((one) => barOf(one, card.level, tongue)),
    sections: sections.filter(([, , n]) => n > 0),
    obstacles,
    cards: card.cards.map(({ scope, versions }) => ({
      label: `${words.versions.label}: ${scope.name}`,
      caption: words.versions.caption(scope.name, day(card.at)),
      versions: demandsIn(versions),
    })),
    history,
    legend: verdicts.map((verdict) => ({ verdict, d: formOf(verdict, 7, 7), meaning: words.meanings[verdict] })),
    filter: {
      verdicts,
      standards: [...new Set([...results.keys()].map(standardOf))].filter(Boolean).toSorted(),
      targets: targetsOf([...byTestcase.values()].flat()),
    },
    entries,
    sources: sourceLines(card, tongue),
  }
}

/** How far up the ladder the subject has come. */
function headlineOf(subject: string, ladder: readonly Rung[], { page: words, ladder: said }: Words): string {
  const top = ladder.findLast(({ verdict }) => verdict === 'PASS')
  const aim = ladder.find(({ verdict }) => verdict !== 'PASS')
  const nameOf = ({ name, version }: Rung): string => `${name} ${version}`.trim()
  const reached = top && (top.unconfirmed ? said.tentatively(nameOf(top)) : nameOf(top))
  if (!aim) return reached === undefined ? subject : words.reaches(subject, reached)
  return reached !== undefined
    ? words.reachesOnly(subject, reached, nameOf(aim))
    : words.reachesNone(subject, nameOf(aim))
}

/** How many testcases of the version that decides have which verdict. */
function barOf({ scope, versions }: ScopeCard, level: ScoreCard['level'], { words }: Tongue): readonly object[] {
  const name = levelIn(scope.id)
  const version = name && (level[name].version ?? proposedVersion(level[name]))
  const main = version === undefined ? undefined : versions[version]?.targets.main
  if (!main) return []
  const counts = partsOf(main).map((part) => ({ ...part, meaning: words.meanings[part.verdict] }))
  return [{ label: words.page.counts(`${scope.name} ${version}`), counts }]
}

/** As its id tells; some of the official testcases have ids that do not. */
function standardOf(id: string): string {
  return /^scs-\d{4}/.exec(id)?.[0] ?? ''
}
