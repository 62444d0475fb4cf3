import { openRoute, Refusal, route, type Call, type Reply, type Service } from './router.ts'

const titles: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
}

export const placement: Service = {
  name: 'placement',
  mount: '/placement',
  routes: [
    openRoute('GET', '/', () => ({
      status: 200,
      body: {
        versions: [
          {
            id: 'v1.0',
            max_version: '1.39',
            min_version: '1.0',
            status: 'CURRENT',
            links: [{ rel: 'self', href: '' }],
          },
        ],
      },
    })),
    route('GET', '/resource_providers', (call) => {
      if (call.token.roles.includes('admin')) return { status: 200, body: { resource_providers: [] } }
      throw new Refusal(
        403,
        'Access was denied to this resource.\n\n Policy does not allow placement:resource_providers:list to be performed.',
      )
    }),
  ],
  before: (call) => {
    if (minor(call) <= 39) return undefined
    const { status, body } = refused(call, 406, `Invalid microversion: Unacceptable version header: 1.${minor(call)}`)
    return { status, body: { errors: [{ ...body.errors[0], max_version: '1.39', min_version: '1.0' }] } }
  },
  headers: (call, status) => {
    if (status === 401 || status === 406) return {}
    return {
      'OpenStack-API-Version': `placement 1.${minor(call)}`,
      ...(status === 200 ? { Vary: 'openstack-api-version' } : {}),
    }
  },
  refuse: ({ status, message }, call) => refused(call, status, message),
  missing: (status, call) =>
    refused(
      call,
      status,
      status === 404
        ? 'The resource could not be found.\n\n '
        : 'The method specified is not allowed for this resource.',
    ),
}

interface Refused extends Reply {
  readonly body: { readonly errors: readonly object[] }
}

function refused(call: Call, status: number, detail: string): Refused {
  const code = minor(call) >= 23 ? { code: 'placement.undefined_code' } : {}
  return {
    status,
    body: {
      errors: [
        { status, title: titles[status] ?? 'Error', detail: `${detail}  `, ...code, request_id: call.requestId },
      ],
    },
  }
}

function minor({ headers }: Call): number {
  const version = /placement (1\.\d+|latest)/.exec(headers['openstack-api-version']?.toString() ?? '')?.[1] ?? '1.0'
  return version === 'latest' ? 39 : Number(version.slice(2))
}
