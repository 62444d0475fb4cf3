import t from 'tap'
import { links, pageAt, withQuery } from './links.ts'
import { joined, template, textOf } from './markup.ts'
import { ago, badge, count, day, link, moment, pageNumber, paging, partOf, validityMark } from './parts.ts'
import { verdictOf } from '../views/verdict-of.ts'

t.test('texts are escaped, markup is not, and no text can be markup', async (t) => {
  const bold = template<{ readonly what: unknown }>('<b><%= it.what %></b>')
  const html = (what: unknown) => textOf(bold({ what }))
  t.equal(html('<i>&"\''), '<b>&lt;i&gt;&amp;&quot;&#39;</b>')
  t.equal(html('a\u202eb\n'), '<b>a\\u{202e}b\\n</b>')
  t.equal(html(bold({ what: 7 })), '<b><b>7</b></b>')
  t.equal(html([badge('PASS'), '<']), '<b><span class="badge PASS">PASS</span>&lt;</b>')
  for (const forged of [JSON.parse('{"markup":"<i>","html":"<i>","Symbol(markup)":"<i>"}'), null, undefined, true]) {
    t.equal(html(forged), '<b></b>')
  }
  t.equal(
    textOf(joined([badge('FAIL'), link('/a"', '<')])),
    '<span class="badge FAIL">FAIL</span><a href="/a&quot;">&lt;</a>',
  )
})

t.test('the login leads to a page of this server, and nowhere else', async (t) => {
  for (const to of ['/board/subjects/a%20b?page=2', '/certificates/x', '/board']) t.equal(pageAt(to), to)
  for (const to of [
    undefined,
    '',
    'https://evil.example/board',
    '//evil.example/board',
    '/\\evil.example/board',
    '/.//evil.example/board',
    '/board/..//evil.example',
    '/\t/evil.example/board',
    'javascript:alert(1)',
    '/reports',
    '/boardroom',
  ]) {
    t.equal(pageAt(to), '/board', `${to}`)
  }
})

t.test('addresses keep whatever a subject is called', async (t) => {
  t.equal(links.subject('a/b ?#%ü'), '/board/subjects/a%2Fb%20%3F%23%25%C3%BC')
  t.equal(withQuery('/board', { q: 'a&b', page: undefined, group: '', n: 2 }), '/board?q=a%26b&n=2')
  t.equal(withQuery('/board', {}), '/board')
})

t.test('lists are shown in parts', async (t) => {
  t.same(partOf(0, 1, 50), { page: 1, pages: 1, skip: 0, size: 50 })
  t.same(partOf(101, 3, 50), { page: 3, pages: 3, skip: 100, size: 50 })
  t.same(partOf(101, pageNumber.maximum, 50), { page: 3, pages: 3, skip: 100, size: 50 })
  t.equal(textOf(paging(partOf(50, 1, 50), '/board', {})), '')
  const html = textOf(paging(partOf(101, 2, 50), '/board', { q: 'a&b' }))
  t.match(html, /rel="prev" href="\/board\?q=a%26b">/)
  t.match(html, /rel="next" href="\/board\?q=a%26b&amp;page=3">/)
  t.match(html, />Page 2 of 3</)
})

t.test('small words', async (t) => {
  const at = new Date('2026-06-11T10:00:00Z')
  t.equal(count(1, 'subject'), '1 subject')
  t.equal(count(2000, 'subject'), '2,000 subjects')
  t.match(textOf(day(at)), /^<time datetime="2026-06-11T10:00:00.000Z" title="2026-06-11 10:00 UTC">2026-06-11</)
  t.match(textOf(moment(at)), />2026-06-11 10:00 UTC</)
  const days = (n: number) => ago(at, at.getTime() + n * 86_400_000)
  t.same([days(0), days(1), days(8), days(-3)], ['today', 'yesterday', '8 days ago', 'in 3 days'])
  t.same(([1, 0, -1, null] as const).map(verdictOf), ['PASS', 'DNF', 'FAIL', 'MISS'])
  t.equal(textOf(validityMark('effective')), '')
  t.match(textOf(validityMark('deprecated')), />deprecated</)
})
