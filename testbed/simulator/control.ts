import { DescriptionError, parseFault } from './load-description.ts'
import type { Reply } from './router.ts'
import type { Stage } from './server.ts'
import { settle } from './volumes.ts'

/** `/__simulator__/…`: what a test in another process may ask and order. Not counted, no latency. */
export function control(
  { cloud, faults, requests }: Stage,
  method: string,
  path: string,
  body: string,
): Reply | undefined {
  if (!path.startsWith('/__simulator__/')) return undefined
  switch (`${method} ${path.slice('/__simulator__/'.length)}`) {
    case 'GET requests':
      return { status: 200, body: requests }
    case 'DELETE requests':
      requests.length = 0
      return { status: 204 }
    case 'GET resources':
      return { status: 200, body: made(cloud) }
    case 'GET faults':
      return { status: 200, body: faults.all() }
    case 'POST faults':
      return order(() => faults.add(...[JSON.parse(body) as unknown].flat().map(parseFault)))
    case 'DELETE faults':
      faults.clear()
      return { status: 204 }
    case 'POST expire-tokens':
      for (const token of cloud.tokens.values()) token.expiresAt = 0
      return { status: 204 }
    default:
      return {
        status: 404,
        body: { error: 'GET|DELETE requests, GET resources, GET|POST|DELETE faults, POST expire-tokens' },
      }
  }
}

/** Ids of what clients have made and not deleted; a project's default group comes by itself. */
function made(cloud: Stage['cloud']): Readonly<Record<string, readonly string[]>> {
  const { secrets, securityGroups, servers, networking, volumes, backups, ec2Credentials, buckets } = cloud
  settle(volumes)
  settle(backups)
  const groups = [...securityGroups.values()].filter(({ name }) => name !== 'default')
  return {
    secrets: [...secrets.keys()],
    securityGroups: groups.map(({ id }) => id),
    servers: servers.filter(({ boot }) => boot).map(({ id }) => id),
    networks: [...networking.networks.values()].filter((one) => !one['router:external']).map(({ id }) => id),
    subnets: [...networking.subnets.keys()],
    ports: [...networking.ports.keys()],
    routers: [...networking.routers.keys()],
    volumes: [...volumes.keys()],
    backups: [...backups.keys()],
    ec2Credentials: [...ec2Credentials.keys()],
    buckets: [...buckets.keys()],
  }
}

export function order(act: () => void): Reply {
  try {
    act()
    return { status: 204 }
  } catch (error) {
    if (error instanceof DescriptionError || error instanceof SyntaxError)
      return { status: 400, body: { error: error.message } }
    throw error
  }
}
