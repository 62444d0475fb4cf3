import { check } from '../../src/check.ts'
import { registryLook } from './facts.ts'
import { notGiven } from './not-given.ts'

/**
 * The standard wants a registry to be secure, in general words; least of all that its images and passwords do not travel in the
 * clear. Ours, recommended. Whose authority has signed the certificate is not judged.
 */
export const tls = check({
  id: 'scs-0212-tls',
  title: 'The container registry speaks TLS (recommended)',
  section: 'scs-0212-v1#required-and-desirable-features-check',
  needs: { registryLook },
  judge({ registryLook }) {
    if (!registryLook) return notGiven
    const { url, tls } = registryLook
    const violation = {
      subject: `registry at ${url}`,
      expected: 'TLS',
      actual: 'it answers without TLS',
      remedy: 'serve the registry by https, and not by http',
    }
    return { examined: [tls ? `${url}, ${tls.protocol}` : url], violations: tls ? [] : [violation] }
  },
})
