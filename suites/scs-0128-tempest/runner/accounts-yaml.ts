import { ProbeError } from '../../../src/fact.ts'
import type { OpenStack } from '../../../src/openstack/client.ts'

/** A user who has signed in, for accounts.yaml. */
export interface SignedIn {
  readonly openstack: OpenStack
  readonly password: string
}

/**
 * Writes accounts.yaml (Tempest, "Pre-Provisioned Credentials"): a user each, none of which is told to have more rights than
 * others. Texts are in JSON, which YAML is.
 */
export function accountsYaml(accounts: readonly SignedIn[]): string {
  return accounts
    .map(({ openstack: { identity }, password }) => {
      const { user, project } = identity
      if (!user || !project) {
        throw new ProbeError('dependency', 'Tempest signs in to a project, and the token is for none; name a project')
      }
      const fields = {
        username: user.name,
        project_name: project.name,
        password,
        user_domain_id: user.domainId,
        project_domain_id: project.domainId,
      }
      const lines = Object.entries(fields).flatMap(([key, value]) =>
        value === null ? [] : [`${key}: ${JSON.stringify(value)}`],
      )
      return `- ${lines.join('\n  ')}\n`
    })
    .join('')
}
