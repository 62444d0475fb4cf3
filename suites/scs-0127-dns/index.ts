import type { Suite } from '../../src/check.ts'
import { dnsDomainPortsCheck } from './dns-domain-ports.ts'
import { dnsIntegrationCheck } from './dns-integration.ts'

export const suite: Suite = { id: 'scs-0127-dns', checks: [dnsIntegrationCheck, dnsDomainPortsCheck] }
