import { createHash } from 'node:crypto'
import type { ProbeError } from '../../src/fact.ts'
import { StatusError, type OpenStack } from '../../src/openstack/client.ts'
import { ec2CredentialsOf } from '../../src/openstack/ec2-credentials.ts'
import type { Leasable } from '../../src/openstack/lease.ts'

const credentials = { service: 'identity', path: '/credentials' }

/**
 * An EC2 credential of the user for the project, whose access key is our name: `/users/{id}/credentials/OS-EC2` would make
 * one up, and who then loses the answer could not tell it from others. Its id is the SHA-256 of that key (Identity API v3,
 * "Create credential"). ProbeError `forbidden` where the user may not.
 */
export function ec2Credential(openstack: OpenStack, secret: string): Leasable<{ readonly access: string }> {
  const { userId, projectId } = openstack.identity
  return {
    ...credentials,
    kind: 'EC2 credential',
    suffix: 's3-key',
    async create(access) {
      const blob = JSON.stringify({ access, secret })
      const body = { credential: { type: 'ec2', user_id: userId, project_id: projectId, blob } }
      try {
        await openstack.send({ ...credentials, method: 'POST', body })
      } catch (error) {
        throw isForbidden(error) ? forbidden(error) : error
      }
      return { access }
    },
    idOf: ({ access }) => idOf(access),
    find: async (name) => (await ec2CredentialsOf(openstack)).filter((one) => one.name === name).map(({ id }) => id),
    async remove(id) {
      // Keystone forbids to look at one that is not there, and to delete it.
      if (await isThere(openstack, id))
        await openstack.send({ ...credentials, path: `${credentials.path}/${id}`, method: 'DELETE' })
    },
    isGone: async (id) => !(await isThere(openstack, id)),
  }
}

async function isThere(openstack: OpenStack, id: string): Promise<boolean> {
  return (await ec2CredentialsOf(openstack)).some((one) => one.id === id)
}

function idOf(access: string): string {
  return createHash('sha256').update(access).digest('hex')
}

function isForbidden(error: unknown): error is StatusError {
  return error instanceof StatusError && error.status === 403
}

function forbidden({ message, status, reason }: StatusError): ProbeError {
  const why =
    'this user may not make EC2 credentials, which S3 is signed with; one who signed in with an application credential never may: sign in with a password'
  return new StatusError('forbidden', `${message}; ${why}`, status, reason)
}
