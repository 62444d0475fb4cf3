import { networkZones } from './availability-zones.ts'
import type { Cloud } from './cloud.ts'
import { addInterface, createItem, deleteItem, itemOf, quotaDetails, removeInterface, visible } from './networks.ts'
import { createFloatingIp, deleteFloatingIp, floatingIpsOf } from './floating-ips.ts'
import { limitOf, pageAfter, sorted, withMarker } from './page.ts'
import { createRbacPolicy, quota } from './provider-networks.ts'
import {
  isRecord,
  jsonBody,
  openRoute,
  Refusal,
  route,
  text,
  webobError,
  type Call,
  type Reply,
  type Service,
} from './router.ts'
import {
  createGroup,
  defaultRules,
  defaultRuleView,
  groupOf,
  groupView,
  mustHaveRoomForGroup,
  ownGroups,
  type Item,
} from './security-groups.ts'
import { subnetPools } from './subnet-pools.ts'

const types: Readonly<Record<number, string>> = {
  400: 'HTTPBadRequest',
  403: 'PolicyNotAuthorized',
  404: 'HTTPNotFound',
  405: 'HTTPMethodNotAllowed',
}

export const neutron: Service = {
  name: 'network',
  mount: '/networking',
  unnumbered: ['root'],
  routes: [
    openRoute('GET', '/', ({ base }) => ({
      status: 200,
      body: { versions: [{ id: 'v2.0', status: 'CURRENT', links: [{ rel: 'self', href: `${base}/v2.0/` }] }] },
    })),
    route('GET', '/v2.0', ({ base }) => ({
      status: 200,
      body: {
        resources: ['network', 'subnet', 'subnetpool', 'port'].map((name) => ({
          name,
          collection: `${name}s`,
          links: [{ rel: 'self', href: `${base}/v2.0/${name}s` }],
        })),
      },
    })),
    route('GET', '/v2.0/extensions', ({ cloud }) => ({
      status: 200,
      body: { extensions: extensions(cloud).map(extensionView) },
    })),
    route('GET', '/v2.0/extensions/:alias', (call) => {
      const alias = extensions(call.cloud).find((one) => one === call.params['alias'])
      if (alias) return { status: 200, body: { extension: extensionView(alias) } }
      return webobError(
        call,
        404,
        'Not Found',
        `The resource could not be found.<br /><br />\nExtension with alias ${call.params['alias']} does not exist`,
      )
    }),
    route('GET', '/v2.0/default-security-group-rules', (call) => {
      const rules = defaultRules(call.cloud)
      if (rules === undefined) throw new Refusal(404, 'The resource could not be found.')
      return list(
        call,
        'default_security_group_rules',
        rules.map((rule, index) => defaultRuleView(call.cloud, rule, index)),
      )
    }),
    route('GET', '/v2.0/security-groups', (call) => list(call, 'security_groups', ownGroups(call).map(groupView))),
    route('POST', '/v2.0/security-groups', (call) => {
      const body = jsonBody(call)
      if (!isRecord(body['security_group'])) throw new Refusal(400, 'Resource body required')
      const asked = body['security_group']
      ownGroups(call)
      mustHaveRoomForGroup(call)
      const group = createGroup(call, text(asked['name']), text(asked['description']))
      return { status: 201, body: { security_group: groupView(group) } }
    }),
    route('GET', '/v2.0/security-groups/:id', (call) => ({
      status: 200,
      body: { security_group: groupView(groupOf(call)) },
    })),
    route('DELETE', '/v2.0/security-groups/:id', (call) => {
      const group = groupOf(call)
      if (group.name === 'default') throw new Refusal(409, `Security Group ${group.id} in use.`, 'SecurityGroupInUse')
      call.cloud.securityGroups.delete(group.id)
      return { status: 204 }
    }),
    route('GET', '/v2.0/security-group-rules', (call) => {
      const rules = ownGroups(call).flatMap((group) => group.rules)
      return list(
        call,
        'security_group_rules',
        rules.map(({ tags: _tags, standard_attr_id: _attribute, ...rule }) => rule as Item),
      )
    }),
    route('GET', '/v2.0/floatingips', (call) => list(call, 'floatingips', floatingIpsOf(call))),
    route('POST', '/v2.0/floatingips', createFloatingIp),
    route('DELETE', '/v2.0/floatingips/:id', deleteFloatingIp),
    route('GET', '/v2.0/subnetpools', (call) => list(call, 'subnetpools', subnetPools(call.cloud))),
    ...(['networks', 'subnets', 'ports', 'routers'] as const).flatMap((kind) => [
      route('GET', `/v2.0/${kind}`, (call) => list(call, kind, visible(call, kind))),
      route('POST', `/v2.0/${kind}`, (call) => createItem(call, kind)),
      route('GET', `/v2.0/${kind}/:id`, (call) => ({
        status: 200,
        body: { [kind.slice(0, -1)]: itemOf(call, kind) },
      })),
      route('DELETE', `/v2.0/${kind}/:id`, (call) => deleteItem(call, kind)),
    ]),
    route('PUT', '/v2.0/routers/:id/add_router_interface', addInterface),
    route('PUT', '/v2.0/routers/:id/remove_router_interface', removeInterface),
    route('GET', '/v2.0/quotas/:id/details.json', quotaDetails),
    route('GET', '/v2.0/availability_zones', ({ cloud }) => networkZones(cloud)),
    route('GET', '/v2.0/quotas/:project', quota),
    route('POST', '/v2.0/rbac-policies', createRbacPolicy),
  ],
  refuse: refused,
  missing: (status) =>
    refused(
      new Refusal(
        status,
        status === 404 ? 'The resource could not be found.' : 'The method is not allowed for this resource.',
      ),
    ),
}

function refused({ status, message, kind }: Refusal): Reply {
  return { status, body: { NeutronError: { type: kind ?? types[status] ?? 'HTTPException', message, detail: '' } } }
}

/** Pages only where a limit is asked for or configured; a marker it does not know is passed over. */
function list(call: Call, collection: string, items: readonly Item[]): Reply {
  const most = call.cloud.description.network.pageSize || Infinity
  const limit = limitOf(call.query, most, badLimit)
  const matching = items.filter((item) => filters(call.query, item))
  const isPaged = limit > 0 && limit < Infinity
  const found =
    isPaged && !call.query.has('sort_key')
      ? matching.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      : sorted(matching, call.query, (item, key) => item[key])
  const { items: page, full } = pageAfter(found, call.query, limit === 0 ? Infinity : limit)
  const [first, last] = [page[0], page.at(-1)]
  const url = `${call.base}${call.path}`
  const links = [
    ...(full && last ? [{ rel: 'next', href: `${url}?${withMarker(call.query, last.id)}` }] : []),
    ...(first ? [{ rel: 'previous', href: `${url}?${withMarker(call.query, first.id)}&page_reverse=True` }] : []),
  ]
  const fields = call.query.getAll('fields')
  const body = page.map((item) =>
    fields.length === 0 ? item : Object.fromEntries(Object.entries(item).filter(([key]) => fields.includes(key))),
  )
  return {
    status: 200,
    body: { [collection]: body, ...(isPaged && links.length > 0 ? { [`${collection}_links`]: links } : {}) },
  }
}

const notFilters = new Set(['limit', 'marker', 'page_reverse', 'fields', 'sort_key', 'sort_dir'])

function filters(query: URLSearchParams, item: Item): boolean {
  return [...new Set(query.keys())]
    .filter((key) => !notFilters.has(key))
    .every((key) => {
      if (!(key in item)) throw new Refusal(400, `['${key}'] is invalid attribute for filtering`)
      return query.getAll(key).includes(String(item[key]))
    })
}

const badLimit = (text: string): Refusal =>
  new Refusal(400, `Bad limit request: Limit must be an integer 0 or greater and not '${text}'.`, 'BadRequest')

const always = [
  'agent',
  'availability_zone',
  'default-subnetpools',
  'external-net',
  'extraroute',
  'net-mtu',
  'pagination',
  'port-security',
  'project-id',
  'provider',
  'quotas',
  'rbac-policies',
  'router',
  'security-group',
  'sorting',
  'standard-attr-description',
  'standard-attr-timestamp',
  'subnet_allocation',
]

function extensions(cloud: Cloud): readonly string[] {
  const more = [
    ...cloud.description.network.extensions,
    ...(defaultRules(cloud) ? ['security-groups-default-rules'] : []),
  ]
  return [...always, ...more]
}

function extensionView(alias: string): unknown {
  return { name: alias, alias, description: alias, updated: '2022-01-01T10:00:00-00:00', links: [] }
}
