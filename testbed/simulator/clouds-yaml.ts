import { stringify } from 'yaml'
import type { Cloud, User } from './cloud.ts'

export type CloudName =
  | 'testbed'
  | 'testbed-admin'
  | 'testbed-reader'
  | 'testbed-appcred'
  | 'testbed-oidc'
  | 'testbed-manager-a'
  | 'testbed-manager-b'

/** Clouds named as those of the real testbed, so that the same client tests run against both. */
export function cloudsYaml(cloud: Cloud, url: string, names?: readonly CloudName[]): string {
  const authUrl = `${url}/identity/v3`
  const common = { region_name: cloud.description.region, interface: 'public', identity_api_version: '3' }
  const byPassword = (user: User): object => ({
    ...common,
    auth: {
      auth_url: authUrl,
      username: user.name,
      password: user.password,
      project_name: user.project?.name,
      user_domain_name: user.domain.name,
      project_domain_name: user.domain.name,
    },
  })
  const byDomain = (user: User): object => ({
    ...common,
    auth: {
      auth_url: authUrl,
      username: user.name,
      password: user.password,
      user_domain_name: user.domain.name,
      domain_name: user.domain.name,
    },
  })
  const [managerA, managerB] = cloud.users.filter(({ domainRoles }) => domainRoles.includes('manager'))
  const { federation } = cloud.description.identity
  const clouds: Record<CloudName, object | undefined> = {
    testbed: entry(withRole('member'), byPassword),
    'testbed-admin': entry(withRole('admin'), byPassword),
    'testbed-reader': entry(withRole('reader'), byPassword),
    'testbed-appcred': entry(withRole('member'), ({ credential }) => ({
      ...common,
      auth_type: 'v3applicationcredential',
      auth: {
        auth_url: authUrl,
        application_credential_id: credential.id,
        application_credential_secret: credential.secret,
      },
    })),
    'testbed-manager-a': entry(managerA, byDomain),
    'testbed-manager-b': entry(managerB, byDomain),
    'testbed-oidc':
      federation &&
      entry(withRole('member'), (user) => ({
        ...common,
        auth_type: 'v3oidcpassword',
        auth: {
          auth_url: authUrl,
          identity_provider: federation.provider,
          protocol: federation.protocol,
          client_id: federation.clientId,
          client_secret: federation.clientSecret,
          discovery_endpoint: `${url}/identity/oidc/.well-known/openid-configuration`,
          username: user.name,
          password: user.password,
          project_name: user.project?.name,
          project_domain_name: user.domain.name,
        },
      })),
  }
  const wanted = Object.entries(clouds).filter(
    ([name, value]) => value && (names === undefined || names.some((one) => one === name)),
  )
  return stringify({ clouds: Object.fromEntries(wanted) })

  /** The first user whose highest role is this one. */
  function withRole(role: string): User | undefined {
    return cloud.users.find((user) => user.roles[0] === role)
  }
}

function entry<T>(user: User | undefined, make: (user: User) => T): T | undefined {
  return user && make(user)
}
