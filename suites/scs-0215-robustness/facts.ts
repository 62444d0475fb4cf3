import { X509Certificate } from 'node:crypto'
import { fact, ProbeError, type Fact } from '../../src/fact.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { whereVisible } from '../../src/kubernetes/visible.ts'
import { wireConfigMap } from '../../src/kubernetes/wire.ts'
import { record, text, wire } from '../../src/kubernetes/wire-words.ts'

/** How the API server queues requests. */
export interface Fairness {
  /** Names of the FlowSchemas; null where the API server does not serve them. */
  readonly flowSchemas: readonly string[] | null
  /** An answer said which FlowSchema it was let through by: API priority and fairness has handled it. */
  readonly atWork: boolean
}

const schemas = '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas'

/** FlowSchemas, and the header that API priority and fairness puts on every answer. */
export const fairness: Fact<Fairness> = fact({
  name: 'API priority and fairness',
  needs: { kubernetes },
  cost: { reads: 2 },
  async load({ kubernetes }) {
    const { headers } = await kubernetes.send({ path: '/version', accept: [403] })
    const listed = await whereVisible(() => kubernetes.list({ path: schemas }, wireNamed))
    if (listed.hidden === 'forbidden' && !headers[header]) {
      throw new ProbeError('forbidden', listed.message)
    }
    const flowSchemas = listed.seen?.map(({ metadata }) => metadata.name).toSorted() ?? null
    return { flowSchemas, atWork: headers[header] !== undefined }
  },
})

const header = 'x-kubernetes-pf-flowschema-uid'
const wireNamed = wire<{ readonly metadata: { readonly name: string } }>(
  'flow schema',
  record({ metadata: record({ name: text }) }),
)

/** A certificate authority that the cluster gives to its pods. */
export interface Authority {
  readonly subject: string
  /** UTC, ISO 8601. */
  readonly notAfter: string
}

/** The authorities by which pods know the API server: `ca.crt` of the ConfigMap that is in every namespace. */
export const authorities: Fact<readonly Authority[]> = fact({
  name: 'certificate authorities of the cluster',
  needs: { kubernetes },
  cost: { reads: 1 },
  async load({ kubernetes }) {
    const path = '/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt'
    const { data = {} } = await kubernetes.read({ path }, wireConfigMap)
    const blocks = data['ca.crt']?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    if (blocks.length === 0) throw new ProbeError('malformed', `${path} holds no certificate in ca.crt`)
    return blocks.map((block) => authorityIn(block, path))
  },
})

function authorityIn(block: string, path: string): Authority {
  try {
    const { subject, validTo } = new X509Certificate(block)
    return { subject: subject.replaceAll('\n', ', '), notAfter: new Date(validTo).toISOString() }
  } catch (error) {
    throw new ProbeError('malformed', `${path} holds something in ca.crt that is no certificate`, { cause: error })
  }
}
