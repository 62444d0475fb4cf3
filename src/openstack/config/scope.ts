import type { Values } from './values.ts'

type DomainReference = { readonly id: string } | { readonly name: string }
export type UserReference = { readonly id: string } | { readonly name: string; readonly domain: DomainReference }

/** As Keystone wants it; undefined leaves it to the user's default project. */
export type Scope =
  | { readonly project: { readonly id: string } | { readonly name: string; readonly domain: DomainReference } }
  | { readonly domain: DomainReference }
  | { readonly system: { readonly all: true } }
  | { readonly 'OS-TRUST:trust': { readonly id: string } }
  | undefined

export function readUser(values: Values): UserReference {
  const id = values.auth('user_id')
  if (id) return { id }
  const name = values.auth('username') ?? values.auth('user_name') ?? missing(values, 'username')
  return {
    name,
    domain:
      domain(values, 'user_domain') ??
      missing(values, 'user_domain_name', 'a user name means something in a domain only'),
  }
}

/** `domain_id` and `domain_name` stand for those of user and project where there is a project (openstacksdk). */
function domain(values: Values, prefix: 'user_domain' | 'project_domain'): DomainReference | undefined {
  const project = projectOf(values)
  const prefixes = [prefix, ...(project.id || project.name ? ['domain'] : []), 'default_domain']
  for (const one of prefixes) {
    const id = values.auth(`${one}_id`)
    const name = values.auth(`${one}_name`)
    if (id) return { id }
    if (name) return { name }
  }
  return undefined
}

function projectOf(values: Values): { readonly id: string | undefined; readonly name: string | undefined } {
  return {
    id: values.auth('project_id') ?? values.auth('tenant_id'),
    name: values.auth('project_name') ?? values.auth('tenant_name'),
  }
}

export function readScope(values: Values): Scope {
  const system = values.auth('system_scope')
  const trust = values.auth('trust_id')
  const { id, name } = projectOf(values)
  if (system) {
    if (system !== 'all') values.refuse('may only be all', 'auth', 'system_scope')
    if (id || name) values.refuse('cannot stand beside a project; a token has one scope', 'auth', 'system_scope')
    return { system: { all: true } }
  }
  if (trust) return { 'OS-TRUST:trust': { id: trust } }
  if (id) return { project: { id } }
  if (name) {
    const reference =
      domain(values, 'project_domain') ??
      missing(values, 'project_domain_name', 'a project name means something in a domain only')
    return { project: { name, domain: reference } }
  }
  const domainId = values.auth('domain_id')
  const domainName = values.auth('domain_name')
  if (domainId) return { domain: { id: domainId } }
  return domainName ? { domain: { name: domainName } } : undefined
}

export function missing(values: Values, key: string, why?: string): never {
  return values.refuse(`is missing${why === undefined ? '' : `: ${why}`}`, 'auth', key)
}
