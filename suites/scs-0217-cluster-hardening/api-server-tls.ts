import { check } from '../../src/check.ts'
import { transport } from './transport.ts'

/**
 * Clause (MUST): endpoints are secured by HTTPS; judged by the one endpoint that is for everybody, the API server's.
 *
 * A violation is a server without TLS, and one that serves at the same port without it too: anything but 400, by which Go
 * servers turn such a request away, a redirect to https, or 426. Whose authority has signed the certificate is not judged:
 * the standard leaves that free.
 */
export const apiServerTls = check({
  id: 'scs-0217-api-server-tls',
  title: 'The API server is reached by TLS only',
  section: 'scs-0217-v1#standard',
  needs: { transport },
  judge({ transport: { server, tls, plainStatus } }) {
    const served =
      plainStatus !== null && ![400, 426].includes(plainStatus) && !(plainStatus >= 300 && plainStatus < 400)
    const remedy =
      'serve the API by https only: kube-apiserver without --insecure-port, no load balancer that takes http'
    const place = { subject: `API server at ${server}`, expected: 'TLS only', remedy }
    const examined = [`${server}${tls ? `, ${tls.protocol}` : ''}`]
    if (!tls && plainStatus === null) {
      const message = `${server} answers neither by TLS nor by HTTP as far as can be seen; is that the API server?`
      return { examined, violations: [], undecided: { kind: 'unreachable', message } }
    }
    if (!tls)
      return { examined, violations: [{ ...place, actual: `no TLS; plain HTTP is answered with ${plainStatus}` }] }
    return {
      examined,
      violations: served ? [{ ...place, actual: `also plain HTTP, answered with ${plainStatus}` }] : [],
    }
  },
})
