import fc from 'fast-check'
import t from 'tap'
import { fillTemplate } from './template.ts'

const fill = (template: string, values: Record<string, string> = {}) => fillTemplate('cluster.yaml', template, values)

t.test('values, defaults and dollar signs, as in templates for clusterctl', (t) => {
  const values = { CLUSTER_NAME: 'c', EMPTY: '' }
  for (const [template, filled] of [
    ['name: ${CLUSTER_NAME}-control-plane', 'name: c-control-plane'],
    ['replicas: ${COUNT:=3}', 'replicas: 3'],
    ['replicas: ${COUNT:-3}${EMPTY:-4}${EMPTY-5}', 'replicas: 34'],
    ['cidr: ${CIDR=["10.0.0.0/8"]}', 'cidr: ["10.0.0.0/8"]'],
    [
      'kubelet=$${VERSION} $$ $1 $(date) $CLUSTER_NAME ${CLUSTER NAME}',
      'kubelet=${VERSION} $ $1 $(date) $CLUSTER_NAME ${CLUSTER NAME}',
    ],
    ['  # was ${OLD_NAME}', '  # was ${OLD_NAME}'],
    ['${EMPTY}', ''],
  ] as const)
    t.equal(fill(template, values), filled)
  t.end()
})

t.test('no value, or one that would break the line: file, line, name and the way out', (t) => {
  t.throws(() => fill('a: 1\nb: ${NODE_CIDR}\n'), {
    name: 'UsageError',
    message: "cluster.yaml:2: ${NODE_CIDR} has no value; give it under 'variables'",
  })
  t.throws(() => fill('a: ${toString}'), { message: /no value/ })
  t.throws(() => fill('a: ${CA}', { CA: 'one\ntwo' }), { message: /several lines.*base64/ })
  t.equal(fill('a: ${CA:-x}', { CA: 'one' }), 'a: one')
  t.end()
})

t.test('what has no dollar sign stays as it is, and a value goes in as it is', (t) => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => text.includes('$') || fill(text) === text))
  fc.assert(
    fc.property(fc.string(), (value) => /[\r\n]/.test(value) || fill('a: ${A}!', { A: value }) === `a: ${value}!`),
  )
  t.end()
})
