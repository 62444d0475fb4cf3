import t from 'tap'
import type { CardResult, ScoreCard } from '../src/report.ts'
import { sampleCard } from './golden/sample.ts'
import { tongueOf } from './language/tongue.ts'
import { historyOf } from './score-card/history.ts'
import { renderCard } from './score-card.ts'

const english = tongueOf('en')
const page = renderCard(sampleCard, 'html')

function result(
  verdict: CardResult['verdict'],
  ...history: readonly [day: string, verdict: CardResult['verdict']][]
): CardResult {
  const past = history.map(([day, one]) => {
    return {
      checkedAt: `2026-09-${day}T10:00:00.000Z`,
      expiresAt: '2026-09-28T00:00:00.000Z',
      verdict: one,
      source: 'r',
    }
  })
  const checkedAt = past[0]?.checkedAt ?? null
  return {
    verdict,
    title: 'Something holds.',
    checkedAt,
    expiresAt: '2026-09-28T00:00:00.000Z',
    source: 'r',
    lastPassAt: null,
    history: past,
  }
}
const drawn = (results: Record<string, CardResult>, at = '2026-09-15T00:00:00.000Z') =>
  historyOf(new Map(Object.entries(results)), { ...sampleCard, at }, english)

t.test('the page tells how far, what stands in the way with its remedy, and what each result is worth', async (t) => {
  t.match(page, 'gx-scs reaches SCS-compatible v5.1 tentatively, but not yet SCS-open v1.')
  t.match(page, /href="#testcase-scs-0123-swift-s3">[^]*?Remedy:<\/b> <span lang="en">Switch on the S3 API/)
  const rowOf = (id: string): string => page.slice(page.indexOf(`id="testcase-${id}"`)).split('</tr>')[0] ?? ''
  t.match(rowOf('availability-zones-check'), /by attestation[^]*tentative: no assessor has confirmed it/)
  t.match(rowOf('key-manager-docs-check'), 'by attestation')
  t.notMatch(rowOf('key-manager-docs-check'), 'tentative')
  t.match(rowOf('scs-0125-tls'), /expired on 9 Sept 2026[^]*last passed on 2 Sept 2026/)
  t.match(rowOf('scs-0100-syntax-check'), 'from reports/2026-09-09.json')
})

t.test('the table tells by which report or attestation, until when and how certain', async (t) => {
  const rows = renderCard(sampleCard, 'csv').split('\n')
  t.match(rows[0], /^scope,testcase,verdict,title,versions,judged,expires,by,source,remarks$/)
  const rowOf = (id: string) => rows.find((row) => row.includes(`,${id},`)) ?? ''
  t.match(rowOf('availability-zones-check'), /,PASS,.*,attestation,.*,.*tentative: no assessor has confirmed it/)
  t.match(rowOf('scs-0125-tls'), /,MISS,.*,report,.*expired on /)
  t.match(rowOf('scs-0100-syntax-check'), ',official report,reports/2026-09-14.yaml,')
  const [first] = sampleCard.cards
  const named = first ? [{ ...first, scope: { ...first.scope, name: '=1+1' } }] : []
  t.match(renderCard({ ...sampleCard, cards: named }, 'csv'), /^'=1\+1,/m, 'no formula')
})

t.test('nothing reached, everything reached', async (t) => {
  const of = (verdicts: readonly ('PASS' | 'FAIL')[]): string => {
    const [compatible = 'FAIL', open = 'FAIL', sovereign = 'FAIL'] = verdicts
    const level: ScoreCard['level'] = {
      compatible: { verdict: compatible, missing: [] },
      open: { verdict: open, missing: [] },
      sovereign: { verdict: sovereign, missing: [] },
    }
    return renderCard({ ...sampleCard, level }, 'html')
  }
  t.match(of([]), 'gx-scs does not reach SCS-compatible yet.')
  t.match(of(['PASS', 'PASS', 'PASS']), 'gx-scs reaches SCS-sovereign.')
})

t.test('a level that is reached tentatively is never told without that word', async (t) => {
  const { tentative: _, ...confirmed } = sampleCard.level.compatible
  const sure = { ...sampleCard, level: { ...sampleCard.level, compatible: confirmed } }
  const said = /\btentative: 1 testcase by attestation/
  for (const format of ['text', 'markdown', 'html'] as const) {
    const flat = (card: ScoreCard): string => renderCard(card, format).replaceAll(/\s+/g, ' ')
    t.match(flat(sampleCard), said, format)
    t.notMatch(flat(sure), said, `${format}, confirmed`)
  }
  t.match(renderCard(sampleCard, 'html'), /id="level-compatible"[^]*?href="#testcase-availability-zones-check"/)
  t.match(renderCard(sure, 'html'), 'gx-scs reaches SCS-compatible v5.1, but not yet SCS-open v1.')
})

t.test('the badge tells the highest level that is reached, else the lowest that was judged', async (t) => {
  const badgeOf = (level: Partial<ScoreCard['level']>): string => {
    const card = { ...sampleCard, level: { ...sampleCard.level, ...level } }
    return /aria-label="([^"]*)"/.exec(renderCard(card, 'badge'))?.[1] ?? ''
  }
  const { tentative, ...compatible } = sampleCard.level.compatible
  t.equal(badgeOf({}), 'SCS-compatible IaaS v5.1: reached tentatively 2026-09-15')
  t.equal(badgeOf({ compatible }), 'SCS-compatible IaaS v5.1: reached 2026-09-15')
  const open = { verdict: 'PASS', version: 'v1', missing: [] } as const
  t.equal(badgeOf({ compatible, open }), 'SCS-open IaaS v1: reached 2026-09-15')
  t.equal(
    badgeOf({ open: { ...open, ...(tentative ? { tentative } : {}) } }),
    'SCS-open IaaS v1: reached tentatively 2026-09-15',
  )
  const unjudged = { verdict: 'MISS', missing: ['nothing is known'] } as const
  t.equal(badgeOf({ compatible: unjudged }), 'SCS-open IaaS v1: not reached 2026-09-15')
  t.equal(
    badgeOf({ compatible: unjudged, open: unjudged, sovereign: unjudged }),
    'SCS-compatible IaaS: not shown 2026-09-15',
  )
})

t.test('names from outside are text', async (t) => {
  const subject = '</style><script>alert(1)</script>" \\ \n'
  for (const language of ['en', 'de'] as const) {
    const html = renderCard({ ...sampleCard, subject }, 'html', language)
    t.notMatch(html, '<script>alert')
    t.equal(html.split('</style>').length, 2)
  }
  t.notMatch(renderCard({ ...sampleCard, subject }, 'badge'), '<script>')
})

t.test('the history: what was ever other than today is drawn, from result to result, to its end', async (t) => {
  const picture = drawn({
    steady: result('PASS', ['14', 'PASS'], ['01', 'PASS']),
    changed: result('PASS', ['14', 'PASS'], ['01', 'FAIL']),
    never: { ...result('MISS'), expiresAt: null },
  })
  t.match(picture, { left: 1, rows: [{ id: 'changed', bands: [{ verdict: 'PASS' }, { verdict: 'FAIL' }] }] })
  const [newest, oldest] = picture?.rows[0]?.bands ?? []
  t.equal((oldest?.x ?? 0) + (oldest?.width ?? 0), newest?.x)
  t.ok((newest?.x ?? 0) + (newest?.width ?? 0) <= (picture?.width ?? 0))
  t.equal(drawn({ steady: result('PASS', ['14', 'PASS']) }), null)
})

t.test('the history: an expired result has a band that ends, and one moment alone breaks nothing', async (t) => {
  const until = (expiresAt: string) => {
    const one = result('MISS', ['01', 'PASS'])
    return drawn({ one: { ...one, history: one.history.map((past) => ({ ...past, expiresAt })) } })?.rows[0]?.bands[0]
  }
  t.ok((until('2026-09-08T00:00:00.000Z')?.width ?? 0) < (until('2026-12-08T00:00:00.000Z')?.width ?? 0))
  const now = drawn({ now: result('FAIL', ['14', 'FAIL'], ['14', 'PASS']) }, '2026-09-14T10:00:00.000Z')
  t.notMatch(JSON.stringify(now), 'null')
})

t.test('the history: a result that had expired when the next one came has no band up to that', async (t) => {
  for (const verdict of ['FAIL', 'PASS'] as const) {
    const one = result(verdict, ['12', verdict], ['01', 'PASS'])
    const [newest, past] = one.history.map((each, n) =>
      n === 1 ? { ...each, expiresAt: '2026-09-08T00:00:00.000Z' } : each,
    )
    const [later, earlier] =
      drawn({ one: { ...one, history: newest && past ? [newest, past] : [] } })?.rows[0]?.bands ?? []
    t.ok((earlier?.width ?? 0) > 0)
    t.ok((earlier?.x ?? 0) + (earlier?.width ?? 0) < (later?.x ?? 0), `then ${verdict}`)
  }
})
