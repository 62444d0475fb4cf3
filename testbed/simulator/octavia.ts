import { openRoute, Refusal, route, type Call, type Reply, type Service } from './router.ts'

export const octavia: Service = {
  name: 'load-balancer',
  mount: '/load-balancer',
  unnumbered: ['login'],
  routes: [
    openRoute('GET', '/', (call) => ({
      status: 200,
      body: { versions: Array.from({ length: newestOf(call) + 1 }, (_, minor) => version(call, minor)) },
    })),
    route('GET', '/v2(.0)?/lbaas/loadbalancers', () => ({
      status: 200,
      body: { loadbalancers: [], loadbalancers_links: [] },
    })),
    route('GET', '/v2(.0)?/lbaas/loadbalancers/:id', ({ params }) => {
      throw new Refusal(404, `Load Balancer ${params['id']} not found.`)
    }),
    route('GET', '/v2(.0)?/lbaas/providers', () => ({
      status: 200,
      body: { providers: [{ name: 'amphora', description: 'The Octavia Amphora driver.' }] },
    })),
  ],
  refuse: ({ status, message }) => ({
    status,
    body: { faultcode: status < 500 ? 'Client' : 'Server', faultstring: message, debuginfo: null },
  }),
  missing: (status): Reply => ({
    status,
    body: { code: status, title: status === 404 ? 'Not Found' : 'Method Not Allowed', description: '' },
  }),
}

function newestOf({ cloud }: Call): number {
  return cloud.description.loadBalancer.newestMinor
}

function version(call: Call, minor: number): unknown {
  const isNewest = minor === newestOf(call)
  return {
    id: `v2.${minor}`,
    status: isNewest ? 'CURRENT' : 'SUPPORTED',
    updated: isNewest ? '2022-08-29T00:00:00Z' : '2016-12-11T00:00:00Z',
    links: [{ href: `${call.base}/v2`, rel: 'self' }],
  }
}
