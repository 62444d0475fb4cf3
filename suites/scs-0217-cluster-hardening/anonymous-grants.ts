import { check } from '../../src/check.ts'
import { grantsToStrangers, type Grant, type Rule } from './grants.ts'

/**
 * Clause (MUST, endpoints leave little to attack), in our reading: by RBAC, who has not said who he is
 * gets nothing but what is meant for everybody. That is health, version and the keys by which tokens of service accounts are
 * known, by URL, and the ConfigMap cluster-info in kube-public, by which kubeadm lets nodes join. Every other rule for
 * system:anonymous or system:unauthenticated is a violation. Authorizers other than RBAC are not seen here.
 */
export const anonymousGrants = check({
  id: 'scs-0217-anonymous-grants',
  title: 'RBAC gives unauthenticated users nothing beyond health, version and what is published for joining',
  section: 'scs-0217-v1#standard',
  needs: { grantsToStrangers },
  judge({ grantsToStrangers }) {
    const violations = grantsToStrangers.flatMap((grant) =>
      grant.rules
        .filter((rule) => !isForEverybody(rule, grant))
        .map((rule) => ({
          subject: grant.binding,
          expected: `nothing beyond health and version for ${grant.subject}`,
          actual: inWords(rule),
          remedy: `take ${grant.subject} out of ${grant.binding}: kubectl edit ${commandPlace(grant)}`,
        })),
    )
    return { examined: grantsToStrangers.map(({ binding, subject }) => `${binding} for ${subject}`), violations }
  },
})

const forEverybody =
  /^\/(healthz|livez|readyz)(\/.*)?$|^\/version\/?$|^\/\.well-known\/openid-configuration\/?$|^\/openid\/v1\/jwks\/?$/

function isForEverybody(
  { verbs, resources = [], resourceNames = [], nonResourceURLs = [] }: Rule,
  { namespace }: Grant,
): boolean {
  if (!verbs.every((verb) => verb === 'get' || verb === 'head')) return false
  if (resources.length === 0) return nonResourceURLs.every((url) => forEverybody.test(url))
  const isClusterInfo = resources.join() === 'configmaps' && resourceNames.join() === 'cluster-info'
  return namespace === 'kube-public' && isClusterInfo && nonResourceURLs.length === 0
}

function inWords({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: Rule): string {
  const group = apiGroups.filter((name) => name !== '').join(', ')
  const what = [...resources, ...nonResourceURLs].join(', ')
  const which = resourceNames.length > 0 ? ` named ${resourceNames.join(', ')}` : ''
  return `${verbs.join(', ')} on ${what}${group ? ` of ${group}` : ''}${which}`
}

function commandPlace({ binding, namespace }: Grant): string {
  const name = binding.replace(/^\w+ ([^/]+\/)?/, '')
  return namespace === null ? `clusterrolebinding ${name}` : `rolebinding -n ${namespace} ${name}`
}
