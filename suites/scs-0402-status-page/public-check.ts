import { check } from '../../src/check.ts'
import { referenceTime } from '../../src/fact.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { judgePlace } from '../public-place/judge-place.ts'
import { statusPageInPublic } from './facts.ts'
import { noStatusPage } from './not-handed-in.ts'

/**
 * The status page is there for everybody: at a public address, without login, by TLS as scs-0125 has it.
 *
 * scs-0400 lets components be seen by some users only, behind a proxy that asks who they are; what is asked for here is that
 * something is there without. Reading is looked at, never writing.
 */
export const publicCheck = check({
  id: 'scs-0402-public',
  title: 'The status page is public: without login, by good TLS, at a public address',
  section: 'scs-0402-v1#authentication-and-authorization',
  needs: { statusPageInPublic, tlsProfile, referenceTime },
  judge({ statusPageInPublic, tlsProfile, referenceTime }) {
    if (!statusPageInPublic) return noStatusPage
    return judgePlace('status page', statusPageInPublic, tlsProfile, referenceTime)
  },
})
