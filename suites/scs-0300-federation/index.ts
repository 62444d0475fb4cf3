import type { Suite } from '../../src/check.ts'
import { federationCheck } from './federation-check.ts'

export const suite: Suite = {
  id: 'scs-0300-federation',
  checks: [federationCheck],
}
