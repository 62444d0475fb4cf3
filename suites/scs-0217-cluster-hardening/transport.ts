import { fact, type Fact } from '../../src/fact.ts'
import { kubernetes } from '../../src/kubernetes/facts.ts'
import { plainStatus, shakeHands, type Handshake } from '../../src/kubernetes/handshake.ts'

/** How the API server can be reached. */
export interface Transport {
  readonly server: string
  /** null where it does not speak TLS. */
  readonly tls: Handshake | null
  /** What it answers to `GET /version` without TLS at the same place; null where nothing that is HTTP. */
  readonly plainStatus: number | null
}

/** Knocks at the API server's port, once with TLS and once without. */
export const transport: Fact<Transport> = fact({
  name: 'transport of the API server',
  needs: { kubernetes },
  cost: { reads: 2 },
  async load({ kubernetes: { server } }, { signal }) {
    const tls = await shakeHands(server, signal)
    return { server, tls, plainStatus: await plainStatus(server, '/version', signal) }
  },
})
