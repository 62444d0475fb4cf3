import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { reportOf, sample, slow } from './golden/sample.ts'
import { format } from './tap.ts'

interface Point {
  readonly ok: boolean
  readonly id: number
  readonly name: string
  readonly skip: string | false
  readonly todo: string | false
  readonly diag: Readonly<Record<string, unknown>> | null
}

// It comes with tap.
const parser = `${fileURLToPath(new URL('../node_modules/.bin', import.meta.url))}/tap-parser`

/** What tap's own parser makes of the text: its test points, and its final word. */
function parsed(input: string): { points: readonly Point[]; final: Readonly<Record<string, unknown>> } {
  const { stdout } = spawnSync(process.execPath, [parser, '--json'], { input, encoding: 'utf8' })
  const events = JSON.parse(stdout) as [string, unknown][]
  const of = (name: string): unknown[] => events.filter(([event]) => event === name).map(([, value]) => value)
  return { points: of('assert') as Point[], final: of('complete')[0] as Record<string, unknown> }
}

t.test('PASS is ok, FAIL and DNF are not, MISS is skipped and says why', async (t) => {
  const given = {
    a: { verdict: 'PASS' },
    b: { verdict: 'FAIL' },
    c: { verdict: 'DNF' },
    d: { verdict: 'MISS' },
  } as const
  const { points } = parsed(format.render(reportOf(given)))
  t.same(
    points.map(({ ok }) => ok),
    [true, false, false, true],
  )
  t.match(points[1]?.diag, { verdict: 'FAIL', violations: [{ subject: 'flavor a', expected: 'b', actual: 'c' }] })
  t.match(points[2]?.diag, { verdict: 'DNF', cause: slow })
  t.equal(points[3]?.skip, `timeout: ${slow.message}`)
})

t.test('every testcase arrives, whatever the names hold', async (t) => {
  const { points, final } = parsed(format.render(sample))
  t.equal(points.length, Object.keys(sample.results).length)
  t.match(final, { ok: false, bailout: false, plan: { end: points.length } })
  t.match(points[0]?.diag, { violations: [{}, { subject: /\\u\{1b\}\[2K/ }, {}, {}] })
})

t.test('no title skips a testcase or forges another', async (t) => {
  const title = 'holds # SKIP me\nok 2 - forged # TODO \\'
  const { points } = parsed(format.render(reportOf({ a: { verdict: 'FAIL', title } })))
  t.equal(points.length, 1)
  t.match(points[0], { ok: false, skip: false, todo: false })
})

t.test('a run that ended early bails out, so that nobody takes it for the whole', async (t) => {
  const { final } = parsed(format.render(reportOf({ a: { verdict: 'PASS' } }, { complete: false })))
  t.match(final, { ok: false, bailout: 'The run ended early.' })
})
