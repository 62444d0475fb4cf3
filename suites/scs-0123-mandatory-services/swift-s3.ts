import { check } from '../../src/check.ts'
import { s3Answer } from './facts.ts'

/**
 * Where there is an object store, it also speaks S3: asked for the buckets of a key that does not exist, the root of its host
 * refuses that key by name (InvalidAccessKeyId; NoSuchKey is tolerated).
 *
 * No object store: nothing to ask, PASS. Every other answer is a violation, be it another refusal, a page for browsers, a
 * redirect, or a list of buckets. Where S3 was not observed, it is undecided: no answer at all, or, after all tries, 408, 429
 * or 5xx, which come from a busy or broken way there as well. The official suite fails all of these; where it gives up,
 * because the unknown key was let in, we have seen a violation.
 */
export const swiftS3 = check({
  id: 'scs-0123-swift-s3',
  title: 'The object store, where there is one, also speaks S3',
  section: 'scs-0123-v1#mandatory-iaas-apis',
  needs: { s3Answer },
  judge({ s3Answer }) {
    if (!s3Answer.objectStore) {
      return { examined: [], violations: [], notes: ['the catalog lists no object-store, so there is nothing to ask'] }
    }
    const { url, status, error } = s3Answer
    const said = `${error?.code} ${error?.message}`
    const isRefused = error !== null && refusals.some((code) => said.includes(code))
    const violation = {
      subject: `object store at ${url}`,
      expected: 'an unknown key refused with InvalidAccessKeyId',
      actual: error ? `${status} with the S3 error ${said.trim()}` : `${status}, and no S3 error`,
      remedy: 'turn on S3 at the root of this host: s3api in the pipeline of Swift, or rgw_enable_apis with s3 in Ceph',
    }
    return { examined: [url], violations: isRefused ? [] : [violation] }
  },
})

const refusals = ['InvalidAccessKeyId', 'NoSuchKey']
