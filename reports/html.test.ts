import { createHash } from 'node:crypto'
import t from 'tap'
import { reportOf, sample } from './golden/sample.ts'
import { format } from './html.ts'

const page = format.render(sample)
const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

t.test('the policy allows the page its own style and script and nothing else', async (t) => {
  const policy = page.match(/Content-Security-Policy" content="([^"]*)"/)?.[1]?.replaceAll('&#39;', "'") ?? ''
  const [style = '', ...moreStyles] = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, text]) => text)
  const [script = '', ...moreScripts] = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text)
  t.same([moreStyles, moreScripts], [[], []])
  t.equal(
    policy,
    `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`,
  )
})

t.test('one file: no resource from anywhere, no inline handler or style', async (t) => {
  t.notMatch(page, /\ssrc=|<link|@import|url\(|\son\w+=|\sstyle=/)
})

t.test('names from the cloud are text', async (t) => {
  t.match(page, 'SCS-1V-2&lt;script&gt;alert(&#39;flavor&#39;)&lt;/script&gt;')
  t.notMatch(page, "<script>alert('flavor')")
})

t.test('only the addresses of web pages become links', async (t) => {
  t.notMatch(page, 'href="javascript:')
  t.match(page, 'href="https://docs.scs.community/standards/scs-0103-v1-standard-flavors#standard-scs-flavors"')
})

t.test('every link within the page leads somewhere', async (t) => {
  const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id))
  const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)
  t.ok(links.length > 0)
  t.same(
    links.filter((id) => !ids.has(id)),
    [],
  )
})

t.test('a cloud that passes is not told that something is missing', async (t) => {
  const passed = format.render(reportOf({ a: { verdict: 'PASS', examined: { count: 60 } } }))
  t.match(passed, 'gx-scs reaches SCS-compatible IaaS v5.1: 1 testcase passed.')
  t.notMatch(passed, 'What is missing')
  t.match(passed, '(60 examined)')
})

t.test('a failure that no version in force asks about says so', async (t) => {
  const page = format.render(reportOf({ a: { verdict: 'FAIL' } }, { versions: {} }))
  t.match(page, 'not required: in no version in force<')
  t.match(page, '<td class="demand soft">no version in force</td>')
})

t.test('hundreds of examined names are abridged', async (t) => {
  const examined = Array.from({ length: 60 }, (_, i) => `image-${i}`)
  t.match(format.render(reportOf({ a: { verdict: 'PASS', examined } })), 'image-49 and 10 more')
})
