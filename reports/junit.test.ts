import { XMLParser, XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import { reportOf, sample, slow } from './golden/sample.ts'
import { format } from './junit.ts'

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => /^test(suite|case)$/.test(name),
})
const suitesOf = (xml: string): ReturnType<typeof parser.parse> => parser.parse(xml).testsuites.testsuite

t.test('FAIL is a failure, DNF an error, MISS skipped, PASS none of these', async (t) => {
  const given = {
    a: { verdict: 'PASS' },
    b: { verdict: 'FAIL' },
    c: { verdict: 'DNF' },
    d: { verdict: 'MISS' },
  } as const
  const [suite] = suitesOf(format.render(reportOf(given)))
  t.match(suite, { '@tests': '4', '@failures': '1', '@errors': '1', '@skipped': '1' })
  const [a, b, c, d] = suite.testcase
  t.same([a.failure, a.error, a.skipped], [undefined, undefined, undefined])
  t.match(b.failure, { '@type': 'violation', '#text': 'flavor a\n  expected: b\n  actual: c' })
  t.match(c.error, { '@type': 'timeout', '@message': slow.message, '#text': 'could not learn: images' })
  t.match(d.skipped, { '@message': `timeout: ${slow.message}` })
})

t.test('each testcase is counted once, in the suite of its standard', async (t) => {
  const suites: { testcase: { '@name': string }[] }[] = suitesOf(format.render(sample))
  const names = suites.flatMap(({ testcase }) => testcase.map((each) => each['@name']))
  t.same(names.toSorted(), Object.keys(sample.results).toSorted())
})

t.test('no name from the cloud breaks the XML', async (t) => {
  const nasty = 'a\u0000b\ufffe]]>\ud800<!--&#0;\u001b[31m'
  const violations = [{ subject: nasty, expected: nasty, actual: nasty, remedy: nasty }]
  const cause = { kind: 'malformed', message: nasty, fact: nasty } as const
  const xml = format.render(
    reportOf({ a: { verdict: 'FAIL', violations }, b: { verdict: 'DNF', cause }, c: { verdict: 'MISS', cause } }),
  )
  t.equal(XMLValidator.validate(xml), true)
  t.match(suitesOf(xml)[0].testcase[0].failure['#text'], 'a\\u{0}b\\u{fffe}]]>\\u{d800}<!--')
})
