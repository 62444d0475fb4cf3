import type { Suite } from '../../src/check.ts'
import { certificatesCheck } from './certificates.ts'
import { cipherSuitesCheck } from './cipher-suites.ts'
import { httpsEndpointsCheck } from './https-endpoints.ts'
import { keyExchangeCheck } from './key-exchange.ts'
import { tlsVersionsCheck } from './tls-versions.ts'

export const suite: Suite = {
  id: 'scs-0125-secure-connections',
  checks: [httpsEndpointsCheck, tlsVersionsCheck, cipherSuitesCheck, keyExchangeCheck, certificatesCheck],
}
