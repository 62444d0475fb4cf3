import { check } from '../../src/check.ts'
import { tlsProfile } from '../../src/openstack/tls-profile.ts'
import { publicEndpoints, tlsPlaces } from './facts.ts'
import { hsts } from './hsts.ts'

/**
 * Every public endpoint of the catalog is an https URL, and speaks TLS.
 *
 * Seen from the catalog alone, whatever forwards or redirects. Where a host could not be reached, the rest of this is open
 * unless a violation was seen. Internal endpoints must be https as well; they are not looked at:
 * scs-0125-internal-connections is left to an attestation. The profile also has Strict-Transport-Security, which means
 * something to browsers only: a note.
 */
export const httpsEndpointsCheck = check({
  id: 'scs-0125-https-endpoints',
  title: 'Every public endpoint of the catalog is an https URL and speaks TLS',
  section: 'scs-0125-v1#api-interfaces',
  needs: { publicEndpoints, tlsPlaces, tlsProfile, hsts },
  judge({ publicEndpoints, tlsPlaces, tlsProfile, hsts }) {
    const examined = publicEndpoints.map(({ service, url }) => `${service}: ${url}`)
    const plain = publicEndpoints
      .filter(({ url }) => URL.parse(url)?.protocol !== 'https:')
      .map(({ service, region, url }) => ({
        subject: `public endpoint of ${service}${region === null ? '' : ` in ${region}`}`,
        expected: 'an https URL',
        actual: url,
        remedy: 'openstack endpoint set --url https://… ENDPOINT, once TLS stands in front of the service',
      }))
    const untrue = tlsPlaces
      .filter(({ seen }) => seen.kind === 'not tls')
      .map(({ origin, services }) => ({
        subject: `${origin} (${services.join(', ')})`,
        expected: 'TLS',
        actual: 'an answer that is no TLS',
        remedy: 'put TLS in front of the service',
      }))
    const violations = [...plain, ...untrue]
    const wanted = tlsProfile.content.hstsSeconds
    const notes = hsts
      .filter(({ seconds }) => seconds !== null && seconds < wanted)
      .map(({ origin }) => `${origin}: Strict-Transport-Security with max-age=${wanted} is recommended`)
    if (violations.length > 0) return { examined, violations, notes }
    const unseen = tlsPlaces.flatMap(({ seen }) => (seen.kind === 'unobserved' ? [seen] : []))[0]
    if (unseen) return { examined, violations, notes, undecided: { kind: unseen.cause, message: unseen.message } }
    if (examined.length > 0) return { examined, violations, notes }
    const message = 'the catalog lists no public endpoint, so there is nothing to look at'
    return { examined, violations, notes, undecided: { kind: 'dependency', message } }
  },
})
