import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { parseExposition, type Sample } from './parse-exposition.ts'

const recorded = (name: string) => readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8')

t.test('what real exporters show, in both formats', async (t) => {
  const node = parseExposition(recorded('node-exporter.txt'), false)
  t.ok(node.ok)
  if (!node.ok) return
  const named = (name: string) => node.samples.filter((sample) => sample.name === name)
  t.equal(named('node_cpu_seconds_total').length % 8, 0)
  t.match(named('go_gc_duration_seconds')[0], { labels: { quantile: '0' }, timeMs: null })
  t.ok((named('node_memory_MemTotal_bytes')[0]?.value ?? 0) > 2 ** 20)
  const cut = recorded('node-exporter.txt').replace(/^(node_load1) .*$/m, '$1')
  t.match(parseExposition(cut, false), {
    ok: false,
    reason: 'there is no value',
    line:
      recorded('node-exporter.txt')
        .split('\n')
        .findIndex((line) => line.startsWith('node_load1 ')) + 1,
  })

  const own = parseExposition(recorded('prometheus.txt'), false)
  t.ok(own.ok && own.samples.some(({ value }) => Number.isNaN(value)))
  const pushed = parseExposition(recorded('pushgateway.txt'), false)
  t.ok(pushed.ok && pushed.samples.some(({ name, value }) => name === 'push_time_seconds' && value > 1.79e9))

  const open = recorded('python-client.openmetrics.txt')
  t.match(parseExposition(open, true), { ok: true })
  t.match(parseExposition(open.replace('# EOF\n', ''), true), { ok: false, reason: /ends without # EOF/ })
  t.match(parseExposition(open.replace(',status_code="503"', ',status_code="503'), true), {
    ok: false,
    line: 4,
    reason: 'quotes that do not end',
  })
})

t.test('names, labels, values, times, exemplars', async (t) => {
  for (const [line, isOpen, sample] of [
    ['up 1', false, { name: 'up', labels: {}, value: 1, timeMs: null }],
    ['up{} 1', false, { labels: {} }],
    ['  up { job = "a" , } 1.5e3  1395066363000 ', false, { labels: { job: 'a' }, value: 1500, timeMs: 1395066363000 }],
    ['up 1 1395066363.5', true, { timeMs: 1395066363500 }],
    [
      'a{p="C:\\\\D",q="say \\"x\\"\\n",r="\\t"} +Inf',
      false,
      { labels: { p: 'C:\\D', q: 'say "x"\n', r: '\\t' }, value: Infinity },
    ],
    ['a{b="} 1"} -Inf', false, { labels: { b: '} 1' }, value: -Infinity }],
    ['a_bucket{le="1"} 7 # {trace_id="x"} 0.67 1395066363', true, { value: 7, timeMs: null }],
    ['{"http.status",code="200"} 4', false, { name: 'http.status', labels: { code: '200' } }],
    ['a{__proto__="x"} 4', false, { name: 'a' }],
    ['job:up:sum 2\r', false, { name: 'job:up:sum', value: 2 }],
  ] as const) {
    const parsed = parseExposition(`# HELP x y\n${line}\n${isOpen ? '# EOF\n' : ''}`, isOpen)
    t.match(parsed, { ok: true, samples: [sample] }, line)
  }
  t.match(parseExposition('a NaN\n', false), { ok: true, samples: [{ value: Number.NaN }] })
})

t.test('what cannot be read is told with its line', async (t) => {
  for (const [line, reason] of [
    ['<html>', /does not begin with the name of a metric/],
    ['1up 1', /does not begin/],
    ['up', 'there is no value'],
    ['up one', 'its value is no number'],
    ['up 0x1', 'its value is no number'],
    ['up 1 later', 'its time is no number'],
    ['up 1 2 3', 'something follows the time'],
    ['up{job="a" 1', 'labels without , or } after them'],
    ['up{job="a', 'quotes that do not end'],
    ['up{job=a} 1', 'the value of a label without quotes'],
    ['up{job} 1', 'a label without ='],
    ['up{', /labels that do not end/],
    ['up{a="1",a="2"} 1', 'the label a is there twice'],
    ['{"a","b"} 1', 'a label without ='],
  ] as const)
    t.match(parseExposition(`up 1\n\n${line}\nup 2\n`, false), { ok: false, line: 3, reason }, line)
  t.match(parseExposition('# EOF\nup 1\n', true), { ok: false, line: 2, reason: 'something follows # EOF' })
})

t.test('what is written by the rules is read as it was meant', async () => {
  const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/)
  const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/).filter((text) => text !== '__proto__')
  const labels = fc.dictionary(
    label,
    fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', '')),
    { maxKeys: 4 },
  )
  const sample = fc.record({
    name,
    labels,
    value: fc.double({ noNaN: true }),
    timeMs: fc.option(fc.integer({ min: 0, max: 4e12 })),
  })
  const escape = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
  const write = ({ name, labels, value, timeMs }: Sample) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escape(text)}"`)
    const number =
      { Infinity: '+Inf', '-Infinity': '-Inf' }[String(value)] ?? String(Object.is(value, -0) ? '-0' : value)
    return `${name}{${pairs.join(',')}} ${number}${timeMs === null ? '' : ` ${timeMs}`}\n`
  }
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 5 }), (samples) => {
      const parsed = parseExposition(samples.map(write).join(''), false)
      return (
        parsed.ok &&
        fc.stringify(parsed.samples.map((one) => ({ ...one, labels: { ...one.labels } }))) ===
          fc.stringify(samples.map((one) => ({ ...one, labels: { ...one.labels } })))
      )
    }),
  )
})

t.test('whatever comes, it is read or refused, and its length is all that it costs', async (t) => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (text, isOpen) => {
      const parsed = parseExposition(text, isOpen)
      return parsed.ok || (parsed.line >= 1 && parsed.reason !== '')
    }),
  )
  for (const long of [
    'a'.repeat(1e6),
    `a{${'b="c",'.repeat(2e5)}`,
    `a${' '.repeat(1e6)}x`,
    `a{b="${'\\'.repeat(1e6)}`,
    `a 1${' 1'.repeat(5e5)}`,
  ])
    t.notOk(parseExposition(long, false).ok)
})
