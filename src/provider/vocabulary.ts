import type { Vocabulary } from '../http/vocabulary.ts'

/** Of the file that names what a provider publishes. */
export const webWords: Vocabulary = {
  slow: 'is it overloaded, or something on the way to it?',
  timeSetting: '',
  unknownName: 'check its url in the file of --provider',
  otherNames: 'use one of them in url, or let the certificate be renewed with the right name',
  untrusted: 'whoever comes by does not know it either; to trust another authority here, name its file in caFile',
  clientCertificate: 'a client certificate',
  redirected: 'correct url in the file of --provider',
  wayOut(kind, status) {
    if (status === 401 || kind === 'forbidden') return '; if it needs a token, name its file in tokenFile'
    if (status === 407) return '; the proxy wants a user and password: http://user:password@proxy:3128 in HTTPS_PROXY'
    if (status === 429) return '; it limits how often it may be called'
    if (status >= 500) return '; the service or what stands in front of it has a problem'
    return ''
  },
}
