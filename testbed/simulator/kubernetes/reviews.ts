import { record, text, type Reply } from '../router.ts'
import { permission, rulesOf, type Attributes } from './authorize.ts'
import type { Cluster } from './cluster.ts'
import { apiVersion, type Kind } from './kinds.ts'
import { strings, timestamp } from './object.ts'
import { invalid } from './status.ts'
import { anonymousUser, type User } from './users.ts'

/** Who am I, may I, may they: answered, not kept. */
export function review(cluster: Cluster, kind: Kind, user: User, body: Record<string, unknown>): Reply {
  const spec = record(body, 'spec')
  const answer = (status: object, metadata: object = {}): Reply => ({
    status: 201,
    body: {
      kind: kind.kind,
      apiVersion: apiVersion(kind),
      metadata,
      ...(body['spec'] ? { spec: kind.kind === 'SelfSubjectRulesReview' ? {} : spec } : {}),
      status,
    },
  })
  switch (kind.kind) {
    case 'SelfSubjectReview':
      return answer({ userInfo: user }, { creationTimestamp: timestamp() })
    case 'SelfSubjectAccessReview':
      return answer(verdict(cluster, user, attributesOf(spec)))
    case 'SelfSubjectRulesReview':
      return answer(rules(cluster, user, text(spec['namespace'])))
    case 'TokenReview':
      return answer(tokenReview(cluster, text(spec['token'])))
    default:
      return answer(verdict(cluster, subjectOf(spec), attributesOf(spec)))
  }
}

function attributesOf(spec: Record<string, unknown>): Attributes {
  if (spec['nonResourceAttributes']) {
    const { verb, path } = record(spec, 'nonResourceAttributes')
    return { verb: text(verb), path: text(path) }
  }
  if (!spec['resourceAttributes'])
    throw invalid({ group: 'authorization.k8s.io', kind: '' }, '', [
      'spec.resourceAttributes',
      'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ])
  const { verb, group, resource, subresource, namespace, name } = record(spec, 'resourceAttributes')
  return {
    verb: text(verb),
    group: text(group),
    resource: text(resource),
    ...(subresource ? { subresource: text(subresource) } : {}),
    namespace: text(namespace),
    name: text(name),
  }
}

function subjectOf(spec: Record<string, unknown>): User {
  return { username: text(spec['user']), groups: strings(spec['groups']) }
}

function verdict({ store, rbac, description }: Cluster, user: User, wanted: Attributes): object {
  if (description.authorization === 'AlwaysAllow') return { allowed: true }
  const { allowed, reason } = permission(store, rbac, user, wanted)
  return { allowed, ...(reason === '' ? {} : { reason }) }
}

function rules({ store, rbac }: Cluster, user: User, namespace: string): object {
  const found = rulesOf(store, rbac, user, namespace)
  return {
    resourceRules: found
      .filter(({ resources }) => resources.length > 0)
      .map(({ nonResourceURLs: _none, resourceNames, ...rule }) => ({
        ...rule,
        ...(resourceNames.length === 0 ? {} : { resourceNames }),
      })),
    nonResourceRules: found
      .filter((rule) => rule.nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  }
}

function tokenReview({ tokens }: Cluster, token: string): object {
  const user = tokens.userOf(token)
  return user && user !== anonymousUser ? { authenticated: true, user } : { user: {}, error: 'invalid bearer token' }
}
