import t from 'tap'
import { judge as verdictOf } from '../../src/engine.ts'
import { anonymousGrants } from './anonymous-grants.ts'
import type { Rule } from './grants.ts'

function judge(rule: Rule, namespace: string | null = null) {
  const binding = namespace ? `RoleBinding ${namespace}/b` : 'ClusterRoleBinding b'
  const grant = { binding, namespace, subject: 'Group system:unauthenticated', rules: [rule] }
  return verdictOf(anonymousGrants, { grantsToStrangers: [grant] })
}
const urls = (...nonResourceURLs: readonly string[]): Rule => ({ verbs: ['get'], nonResourceURLs })
const clusterInfo = { verbs: ['get'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['cluster-info'] }

t.test('what is meant for everybody', async (t) => {
  const health = urls('/healthz', '/livez', '/readyz', '/readyz/*', '/version', '/version/')
  t.match(judge(health), {
    verdict: 'PASS',
    finding: { examined: ['ClusterRoleBinding b for Group system:unauthenticated'] },
  })
  t.equal(judge(urls('/.well-known/openid-configuration', '/openid/v1/jwks/')).verdict, 'PASS')
  t.equal(judge(clusterInfo, 'kube-public').verdict, 'PASS')
  t.equal(verdictOf(anonymousGrants, { grantsToStrangers: [] }).verdict, 'PASS')
})

t.test('anything else', async (t) => {
  for (const url of ['/metrics', '/api', '/apis/*', '*', '/versions', '/version/x'])
    t.equal(judge(urls('/version', url)).verdict, 'FAIL', url)
  t.equal(judge({ ...urls('/healthz'), verbs: ['*'] }).verdict, 'FAIL')
  t.equal(judge(clusterInfo, 'default').verdict, 'FAIL')
  t.equal(judge(clusterInfo).verdict, 'FAIL')
  t.equal(judge({ ...clusterInfo, resourceNames: [] }, 'kube-public').verdict, 'FAIL')
  t.match(judge({ verbs: ['get', 'list'], apiGroups: ['apps'], resources: ['deployments'] }, 'web'), {
    verdict: 'FAIL',
    finding: {
      violations: [
        {
          subject: 'RoleBinding web/b',
          actual: 'get, list on deployments of apps',
          remedy: /kubectl edit rolebinding -n web b$/,
        },
      ],
    },
  })
})
