import t from 'tap'
import { sample } from './golden/sample.ts'
import { format } from './html.ts'
import { plain, tongueOf } from './language/tongue.ts'

t.test('days, moments and numbers as people write them, in UTC', async (t) => {
  const said = (tongue: typeof plain) => [
    tongue.day('2026-09-14'),
    tongue.moment('2026-09-14T23:05:59.000Z'),
    tongue.count(5000, 'testcase'),
    tongue.count(1, 'testcase'),
  ]
  t.same(said(plain), ['2026-09-14', '2026-09-14 23:05 UTC', '5000 testcases', '1 testcase'])
  t.same(said(tongueOf('en')), ['14 Sept 2026', '14 Sept 2026, 23:05 UTC', '5,000 testcases', '1 testcase'])
  t.same(said(tongueOf('de')), ['14.09.2026', '14.09.2026, 23:05 UTC', '5.000 Testfälle', '1 Testfall'])
})

t.test('the frame is German, verdicts and what the standards say stay as they are', async (t) => {
  const page = format.render(sample, { language: 'de' })
  t.match(page, 'gx-scs erreicht SCS-compatible IaaS v5.1 nicht: 20 Testfälle, davon 2 nicht bestanden.')
  t.match(page, '<p lang="en">Every flavor name that starts with SCS- can be parsed.</p>')
  for (const verdict of ['FAIL', 'DNF', 'MISS', 'PASS']) t.match(page, `class="badge ${verdict}">${verdict}<`)
  const frame = page.replace(/<style>[^]*<\/style>|<script>[^]*<\/script>|<(\w+)[^>]* lang="en"[^>]*>[^]*?<\/\1>/g, '')
  t.notMatch(frame, />\s*(Testcase|Verdict|Standard and|Evidence|Remedy|Waivers|Subject|All testcases|Expected)\s*</)
})

t.test('without a word about it, and by that of English, it is English', async (t) => {
  t.equal(format.render(sample), format.render(sample, { language: 'en' }))
  t.match(format.render(sample), '<html lang="en">')
})
