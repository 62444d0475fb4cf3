import { check, type Finding } from '../../src/check.ts'
import { registryLook } from './facts.ts'
import { notGiven } from './not-given.ts'

/**
 * The standard wants a registry to be secure, in general words; least of all that its images and passwords do not travel in the
 * clear. Ours, recommended. Whose authority has signed the certificate is not judged. What only redirects without TLS may lead
 * to a registry that has it: undecided.
 */
export const tls = check({
  id: 'scs-0212-tls',
  title: 'The container registry speaks TLS (recommended)',
  section: 'scs-0212-v1#required-and-desirable-features-check',
  needs: { registryLook },
  judge({ registryLook }): Finding {
    if (!registryLook) return notGiven
    const { url, tls, status } = registryLook
    if (!tls && status >= 300 && status < 400) {
      const message = `${url} has no TLS, but only redirects (${status}); name the URL that it leads to with --registry`
      return { examined: [url], violations: [], undecided: { kind: 'dependency', message } }
    }
    const violation = {
      subject: `registry at ${url}`,
      expected: 'TLS',
      actual: 'it answers without TLS',
      remedy: 'serve the registry by https, and not by http',
    }
    return { examined: [tls ? `${url}, ${tls.protocol}` : url], violations: tls ? [] : [violation] }
  },
})
