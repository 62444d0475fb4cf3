import { check, type Finding } from '../../src/check.ts'
import { controlPlane, type ControlPlaneProcess } from '../../src/kubernetes/control-plane.ts'
import { attest } from '../control-plane-flags/judge-flags.ts'
import { authentication } from './authentication.ts'

/**
 * Clause (MUST): there are two ways to log in, and tokens of service accounts are one of them.
 *
 * Any second method will do, also client certificates, which the standard only advises against. Tokens of service accounts
 * are seen by this run's own user, by the keys that are published, or by flags; a second method by a user who is no service
 * account, by the authority published for client certificates, or by flags. A violation is an API server whose flags show
 * no second method at all, where none was seen otherwise.
 */
export const authenticationMethods = check({
  id: 'scs-0217-authentication-methods',
  title: 'One can log in with service account tokens, and in another way',
  section: 'scs-0217-v1#standard',
  needs: { authentication, controlPlane },
  judge({ authentication, controlPlane }): Finding {
    const servers = controlPlane.processes.filter(({ component }) => component === 'kube-apiserver')
    const { user, tokenKeys, clientCertificates, forbidden } = authentication
    const tokens =
      user === 'service account' || tokenKeys || servers.some(({ flags }) => flags?.['service-account-issuer'])
    const others = [
      ...(user === 'other' ? ['the user of this run'] : []),
      ...(clientCertificates ? ['client certificates'] : []),
      ...servers.flatMap(otherMethods),
    ]
    const examined = [...(tokens ? ['service account tokens'] : []), ...new Set(others)]
    if (tokens && others.length > 0) return { examined, violations: [] }
    const isOpen = servers.some(({ flags, unseen }) => flags['authentication-config'] || unseen !== undefined)
    if (others.length === 0 && servers.length > 0 && !isOpen) {
      const violations = servers.map(({ source }) => ({
        subject: `kube-apiserver (${source})`,
        expected: 'a second way to log in, beside service account tokens',
        actual: 'no flag for one',
        remedy:
          'configure OpenID Connect (--authentication-config), webhook token authentication or client certificates',
      }))
      return { examined, violations }
    }
    const missing = tokens ? 'a second way to log in beside service account tokens' : 'service account tokens'
    const refusals = [...new Set([...forbidden, ...controlPlane.forbidden['kube-apiserver']])].join('; ')
    const undecided =
      refusals === ''
        ? { kind: 'manual' as const, message: `the cluster does not show ${missing}; ${attest}` }
        : {
            kind: 'forbidden' as const,
            message: `this user does not see ${missing} (${refusals}); use one who may, or ${attest}`,
          }
    return { examined, violations: [], undecided }
  },
})

const methods: Readonly<Record<string, string>> = {
  'client-ca-file': 'client certificates',
  'oidc-issuer-url': 'OpenID Connect',
  'authentication-token-webhook-config-file': 'webhook tokens',
  'requestheader-client-ca-file': 'an authenticating proxy',
  'token-auth-file': 'static tokens',
}

function otherMethods({ flags }: ControlPlaneProcess): readonly string[] {
  return Object.keys(methods).flatMap((flag) => (flags?.[flag] ? [methods[flag] ?? flag] : []))
}
