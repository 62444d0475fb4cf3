import { badNovaLimit, limitOf } from './page.ts'
import { Refusal, type Call, type Reply } from './router.ts'
import { isIn } from './servers.ts'

/** Server groups of the token's project; paged by limit and offset, without links. */
export function listServerGroups({ cloud, query, token }: Call, minor: number): Reply {
  const limit = limitOf(query, cloud.description.compute.pageSize, badNovaLimit)
  const offset = query.get('offset') ?? '0'
  if (!/^\d+$/.test(offset)) throw new Refusal(400, `Invalid input for query parameters offset. Value: ${offset}.`)
  const own = cloud.serverGroups.filter(({ projectId }) => projectId === token.scope.project?.id)
  const groups = own.slice(Number(offset), Number(offset) + limit).map((group) => {
    const { id, name, policy, maxServerPerHost, projectId } = group
    const rules = maxServerPerHost === undefined ? {} : { max_server_per_host: maxServerPerHost }
    return {
      id,
      name,
      members: cloud.servers.filter((server) => isIn(server, group)).map((server) => server.id),
      ...(minor >= 64 ? { policy, rules } : { policies: [policy], metadata: {} }),
      ...(minor >= 13 ? { project_id: projectId, user_id: token.user.id } : {}),
    }
  })
  return { status: 200, body: { server_groups: groups } }
}
