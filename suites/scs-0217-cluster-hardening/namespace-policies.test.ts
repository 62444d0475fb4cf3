import t from 'tap'
import { learnOn } from '../../testbed/literal-kubernetes.ts'
import { namespacePolicies } from './namespace-policies.ts'

const label = (mode: string, level: string) => ({ [`pod-security.kubernetes.io/${mode}`]: level })

t.test('namespaces with Baseline or Restricted in any mode, but not ours', async (t) => {
  const items = [
    { metadata: { name: 'b', labels: { ...label('warn', 'restricted'), ...label('enforce', 'baseline') } } },
    { metadata: { name: 'a', labels: label('audit', 'baseline') } },
    { metadata: { name: 'open', labels: label('enforce', 'privileged') } },
    { metadata: { name: 'none' } },
    { metadata: { name: 'scs-conformance-1f-baseline', labels: label('enforce', 'baseline') } },
  ]
  t.same((await learnOn(namespacePolicies, { 'GET /api/v1/namespaces': { items } })).learned, [
    { namespace: 'a', policies: ['audit: baseline'] },
    { namespace: 'b', policies: ['enforce: baseline', 'warn: restricted'] },
  ])
})

t.test('not allowed', async (t) => {
  t.match((await learnOn(namespacePolicies, { 'GET /api/v1/namespaces': 403 })).learned, { kind: 'forbidden' })
})
