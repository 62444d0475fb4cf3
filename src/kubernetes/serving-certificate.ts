import { fact, ProbeError, type Fact } from '../fact.ts'
import { kubernetes } from './facts.ts'
import { shakeHands, type Handshake } from './handshake.ts'

/** The certificate of the API server, or of the load balancer that ends TLS before it. */
export interface ServingCertificate extends Handshake {
  /** URL of the API server. */
  readonly server: string
}

/** Seen in a handshake with the host and port of the kubeconfig. */
export const servingCertificate: Fact<ServingCertificate> = fact({
  name: 'certificate of the API server',
  needs: { kubernetes },
  cost: { reads: 1 },
  async load({ kubernetes: { server } }, { signal }) {
    const shown = new URL(server).protocol === 'https:' ? await shakeHands(server, signal) : null
    if (!shown)
      throw new ProbeError(
        'dependency',
        `${server} does not speak TLS, so it shows no certificate; see scs-0217-api-server-tls`,
      )
    return { server, ...shown }
  },
})
