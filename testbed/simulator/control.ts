import { parseFault } from './load-description.ts'
import { commonOrders, done, obey } from './orders.ts'
import type { Reply } from './router.ts'
import type { Stage } from './server.ts'
import { expireTokens } from './tokens.ts'
import { settle } from './volumes.ts'

/** `/__simulator__/…` of a simulated cloud. */
export function control(stage: Stage, method: string, path: string, body: string): Reply | undefined {
  const { cloud } = stage
  const own = {
    'GET resources': () => ({ status: 200, body: made(cloud) }),
    'POST expire-tokens': () => done(() => expireTokens(cloud)),
  }
  return obey({ ...commonOrders(stage, parseFault), ...own }, method, path, body)
}

/** Ids of what clients have made and not deleted; a project's default group comes by itself. */
function made(cloud: Stage['cloud']): Readonly<Record<string, readonly string[]>> {
  const { secrets, securityGroups, servers, networking, volumes, backups, floatingIps, ec2Credentials, buckets } = cloud
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
    floatingIps: [...floatingIps.keys()],
    volumes: [...volumes.keys()],
    backups: [...backups.keys()],
    ec2Credentials: [...ec2Credentials.keys()],
    buckets: [...buckets.keys()],
  }
}
