import { fact, type Fact } from '../../src/fact.ts'
import type { Kubernetes } from '../../src/kubernetes/client.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { whereVisible, type Visible } from '../../src/kubernetes/visible.ts'
import { wireConfigMap } from '../../src/kubernetes/wire.ts'
import { record, text, wire } from '../../src/kubernetes/wire-words.ts'

/** Signs of how one can log in to the cluster. */
export interface Authentication {
  /** Whom the API server takes the user of this run for. */
  readonly user: 'service account' | 'anonymous' | 'other'
  /** The API server publishes by which keys tokens of service accounts are known. */
  readonly tokenKeys: boolean
  /** The API server knows clients by certificates: it has published the authority that signs them. */
  readonly clientCertificates: boolean
  /** What this user was not allowed to look at, in words. */
  readonly forbidden: readonly string[]
}

/** Who the API server takes us for, and what it publishes for others who have to know its users. */
export const authentication: Fact<Authentication> = fact({
  name: 'ways to log in to the cluster',
  needs: { kubernetes },
  cost: { reads: 3 },
  async load({ kubernetes }) {
    const [user, keys, published] = await Promise.all([
      ownName(kubernetes),
      whereVisible(() => kubernetes.read({ path: '/.well-known/openid-configuration' }, wireIssuer)),
      whereVisible(() => kubernetes.read({ path: configMap }, wireConfigMap)),
    ])
    return {
      user: kindOf(user),
      tokenKeys: keys.seen !== null,
      clientCertificates: Boolean(published.seen?.data?.['client-ca-file']),
      forbidden: [keys, published].flatMap((look: Visible<unknown>) =>
        look.hidden === 'forbidden' ? [look.message] : [],
      ),
    }
  },
})

/** Where the API server tells aggregated API servers how it authenticates. */
const configMap = '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication'

function kindOf(user: string): Authentication['user'] {
  if (user === 'system:anonymous') return 'anonymous'
  return user.startsWith('system:serviceaccount:') ? 'service account' : 'other'
}

async function ownName(kubernetes: Kubernetes): Promise<string> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews'
  return (await kubernetes.read({ method: 'POST', path, body }, wireSelf)).status.userInfo.username
}

const wireSelf = wire<{ readonly status: { readonly userInfo: { readonly username: string } } }>(
  'self review',
  record({ status: record({ userInfo: record({ username: text }) }) }),
)
const wireIssuer = wire<{ readonly issuer: string }>('issuer', record({ issuer: text }))
