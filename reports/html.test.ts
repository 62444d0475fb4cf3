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

t.test('the levels come with what stands in their way, its remedy, and what is coming', async (t) => {
  const rung = page.slice(page.indexOf('id="level-compatible"')).split('</article>')[0] ?? ''
  t.match(rung, '14 testcases without PASS, each with its remedy')
  t.match(rung, /href="#testcase-scs-0101-entropy-avail">[^]*?Remedy:<\/b> <span lang="en">Let the hypervisor pass/)
  t.match(rung, 'coming: next (a draft), 14 testcases without PASS')
})

t.test('a testcase of another scope of the same run is named, without a link that leads nowhere', async (t) => {
  const open = {
    verdict: 'FAIL',
    version: 'v1',
    missing: ['scs-0999-other'],
    remedies: { 'scs-0999-other': 'Do it.' },
  } as const
  const html = format.render({ ...sample, level: { ...sample.level, open } })
  t.match(html, '<span class="id">scs-0999-other</span>')
  t.notMatch(html, '#testcase-scs-0999-other')
})

t.test('what is waived is marked, and keeps its verdict', async (t) => {
  const row = page.slice(page.indexOf('id="testcase-scs-0125-tls"')).split('</tr>')[0] ?? ''
  t.match(row, /badge FAIL[^]*<span class="mark">waived/)
})

t.test('a report that is less than it seems says so first', async (t) => {
  const digest = `sha256:${'a'.repeat(64)}`
  const html = format.render({ ...sample, complete: false, redaction: { of: digest, commitments: {} } })
  const [header = ''] = html.split('</header>')
  t.match(header, 'The run ended early; what was not decided by then is MISS.')
  t.match(header, `names, addresses and ids are pseudonyms. The full report has the digest ${digest}.`)
  t.match(header, 'The run was narrowed: sections: light')
})

t.test('all violations are there, all but the first ones folded', async (t) => {
  const violations = Array.from({ length: 5000 }, (_, i) => ({ subject: `image ${i}`, expected: 'x', actual: 'y' }))
  const html = format.render(reportOf({ a: { verdict: 'FAIL', violations } }))
  t.match(html, '<summary>4,980 violations more</summary>')
  t.match(html, 'image 4999')
  t.match(html, '<dd>image 49: y</dd><dt>Violation</dt><dd>4,950 violations more</dd>', 'so does the evidence')
})

t.test('no subject breaks out of the margins of the printed page', async (t) => {
  const html = format.render({ ...sample, subject: `a"; } </style><script>alert(1)</script> \\ \n` })
  t.equal(html.split('</style>').length, 2)
  t.match(html, '@top-left { content: "SCS\\20 conformance\\20 report\\3a \\20 a\\22 \\3b ')
})

t.test('hundreds of examined names are abridged', async (t) => {
  const examined = Array.from({ length: 60 }, (_, i) => `image-${i}`)
  t.match(format.render(reportOf({ a: { verdict: 'PASS', examined } })), 'image-49 and 10 more')
})
