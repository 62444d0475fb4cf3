import { check, type Finding } from '../../src/check.ts'
import { s3Trial } from './s3-trial.ts'

/**
 * A user with role member can make a bucket, store an object in it, read the same bytes, find it in the list, and delete
 * both, by S3 requests that are signed with an EC2 credential of that user.
 *
 * Ours, not in the official suite, which stops where the unknown key is refused. Creates for some seconds: an EC2 credential,
 * a bucket, an object of a few bytes. A refusal by S3 is a violation, and so is what did not come back. Undecided: no object
 * store, no S3 (scs-0123-swift-s3 is about that), no EC2 credential to be had, a key that S3 does not know because its keys
 * come from elsewhere, no room, no answer, 5xx, a refusal that is none of S3.
 */
export const s3Objects = check({
  id: 'scs-0123-s3-objects',
  title: 'A user can store, read, list and delete an object by S3',
  section: 'scs-0123-v1#mandatory-iaas-apis',
  needs: { s3Trial },
  judge({ s3Trial }): Finding {
    if (s3Trial.outcome === 'no object store') {
      const message =
        'the catalog lists no object-store, so there is no S3 to try out here; attest it where it is offered otherwise'
      return { examined: [], violations: [], undecided: { kind: 'manual', message } }
    }
    const { url, leftover } = s3Trial
    const notes = leftover ? [leftover.message] : []
    const failure = s3Trial.outcome === 'failed' ? `could not ${s3Trial.step}: ${s3Trial.message}` : undefined
    const actual = failure ?? (leftover?.refused === 'forbidden' ? leftover.message : undefined)
    if (actual !== undefined) return { examined: [url], violations: [violation(url, actual)], notes }
    const undecided = leftover?.refused ? { undecided: { kind: leftover.refused, message: leftover.message } } : {}
    return { examined: [url], violations: [], notes, ...undecided }
  },
})

function violation(url: string, actual: string): Finding['violations'][number] {
  return {
    subject: `S3 at ${url}`,
    expected: 'a bucket and an object made, read, listed and deleted with the role member',
    actual,
    remedy:
      'let the role member use the object store: operator_roles of keystoneauth in Swift, rgw_keystone_accepted_roles in Ceph',
  }
}
