import type { Vocabulary } from '../http/vocabulary.ts'

/** Of a kubeconfig and an API server. */
export const clusterWords: Vocabulary = {
  slow: 'is the API server overloaded, or something on the way to it?',
  timeSetting: '',
  unknownName: 'check server: in the kubeconfig',
  otherNames:
    'use one of them in server: or tls-server-name: of the kubeconfig, or let the certificate be renewed with the right name',
  untrusted:
    'name its CA in certificate-authority: or certificate-authority-data: of the kubeconfig, or, only to try, set insecure-skip-tls-verify: true',
  clientCertificate: 'client-certificate:, client-key:',
  redirected: 'correct server: in the kubeconfig',
  wayOut(kind, status, reason) {
    if (status === 429) return '; the API server limits how often it may be called: run with a lower --concurrency'
    if (kind === 'quota') return '; free something in that namespace or let the quota be raised'
    if (kind === 'forbidden') return rule(reason)
    if (status === 407)
      return '; the proxy wants a user and password: http://user:password@proxy:3128 in proxy-url: of the kubeconfig or HTTPS_PROXY'
    if (status >= 500) return '; the API server, etcd behind it or what stands in front of it has a problem'
    return ''
  },
}

/** `nodes is forbidden: User "x" cannot list resource "nodes" in API group "" at the cluster scope`: the rule that lets the user. */
function rule(reason: string): string {
  const [, verb, resource, group, place] =
    /cannot (\S+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]*)")?/.exec(reason) ?? []
  if (!verb || !resource) return /RBAC|cannot \S+ path/.test(reason) ? '; it takes a ClusterRole that allows it' : ''
  const role = place ? `Role in namespace ${place}` : 'ClusterRole'
  return `; it takes a ${role} with apiGroups: ["${group}"], resources: [${resource}], verbs: [${verb}]`
}
