import type { TlsProfile } from '../../src/openstack/tls-profile.ts'
import type { TlsCertificate } from '../../src/openstack/tls-scan.ts'
import type { PlaceFinding } from './place-finding.ts'

/** OpenSSL's codes that say of a chain what the dates of the certificate say already. */
const aboutDates = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])
const dayMs = 86_400_000

/** What is wrong with one certificate at a moment (ISO 8601), by the profile; `ofOneself` says what to do of an own authority. */
export function flawsOf(
  certificate: TlsCertificate,
  profile: TlsProfile,
  now: string,
  ofOneself = 'for an authority of your own, name its certificate by cacert in clouds.yaml',
): PlaceFinding {
  const { subject, issuer, notBefore, notAfter, keyType, keyBits, curve, signature, distrust } = certificate
  const wanted = profile.certificate
  const days = Math.floor((Date.parse(notAfter) - Date.parse(notBefore)) / dayMs)
  const isValid = notBefore <= now && now <= notAfter
  const distrusted = distrust !== null && (isValid || !aboutDates.has(distrust))
  const flaws: readonly (readonly [boolean, string, string, string])[] = [
    [
      now < notBefore,
      'a certificate that is valid',
      `it is valid from ${notBefore} on`,
      'install one that is valid now',
    ],
    [notAfter < now, 'a certificate that is valid', `it expired at ${notAfter}`, 'renew it, at best by itself (ACME)'],
    [
      !certificate.nameHolds,
      'a certificate for this host',
      'it is for other names',
      'have it issued for the host of the URL',
    ],
    [
      distrusted,
      'a certificate by a trusted authority',
      `issued by ${issuer}: ${distrust}`,
      aboutDates.has(distrust ?? '')
        ? 'renew the certificate of the authority in between, or send another chain'
        : `send the whole chain; ${ofOneself}`,
    ],
    [
      !wanted.keyTypes.includes(keyType),
      `a key of kind ${wanted.keyTypes.join(' or ')}`,
      keyType,
      'have a certificate issued for such a key',
    ],
    [
      keyType === 'rsa' && keyBits !== null && keyBits < wanted.rsaBits,
      `an RSA key of ${wanted.rsaBits} bits or more`,
      `${keyBits} bits`,
      'have a certificate issued for a longer key',
    ],
    [
      keyType === 'ecdsa' && curve !== null && !wanted.curves.includes(curve),
      `a key on ${wanted.curves.join(' or ')}`,
      `${curve}`,
      'have a certificate issued for a key on one of them',
    ],
    [
      !wanted.signatures.includes(signature),
      `a signature of ${wanted.signatures.join(', ')}`,
      signature,
      'have it issued with one of them',
    ],
    [
      days > wanted.mostDays,
      `a certificate that is valid for ${wanted.mostDays} days at most`,
      `${days} days`,
      'have it issued for a shorter time, at best 90 days',
    ],
  ]
  const isLong = days <= wanted.mostDays && days > wanted.recommendedDays
  return {
    violations: flaws
      .filter(([isFlaw]) => isFlaw)
      .map(([, expected, actual, remedy]) => ({ expected, actual: `${subject || 'certificate'}: ${actual}`, remedy })),
    notes: isLong ? [`the certificate is valid for ${days} days; ${wanted.recommendedDays} are recommended`] : [],
  }
}
