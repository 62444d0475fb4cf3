import fc from 'fast-check'
import t from 'tap'
import { flagsOfCommand, flagsOfEnvironment, flagsOfLines } from './flags.ts'

const known = new Set(['a', 'b-c', 'd'])

t.test('command lines', async (t) => {
  t.same(flagsOfCommand(['/bin/x', '--a=1', '--b-c', '2', '-d'], known), { a: '1', 'b-c': '2', d: 'true' })
  t.same(flagsOfCommand(['sh', '-c', 'exec x --a=1 --b_c="2"'], known), { a: '1', 'b-c': '2' })
  t.same(flagsOfCommand(['--a=1', '--a=2'], known), { a: '2' })
  t.same(flagsOfCommand(['--a=1', '--a='], known), {})
  t.same(flagsOfCommand(['--secret=s3cr3t', 'a=1'], known), {}, 'only flags that are known, only flags')
})

t.test('/flagz, whatever stands between name and value', async (t) => {
  for (const between of ['=', ':', ': ', ' ']) {
    const page = `\napiserver flagz\nWarning: not parseable.\na${between}[x,y]\nb-c${between}\nd${between}http://h:1/?q=1\n`
    t.same(flagsOfLines(page, known), { a: 'x,y', d: 'http://h:1/?q=1' }, JSON.stringify(between))
  }
  t.same(flagsOfLines('a[x]', known), {})
})

t.test('environment', async (t) => {
  const variables = [{ name: 'ETCD_B_C', value: '1' }, { name: 'A', value: '2' }, { name: 'ETCD_D' }]
  t.same(flagsOfEnvironment(variables, 'ETCD_', known), { 'b-c': '1' })
})

t.test('no text breaks it, and nothing but known flags comes out', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      const flags = { ...flagsOfCommand(words, known), ...flagsOfLines(words.join('\n'), known) }
      return Object.keys(flags).every((name) => known.has(name))
    }),
  )
  t.pass()
})
