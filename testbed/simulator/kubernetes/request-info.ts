/** What a path of the API means (as k8s.io/apiserver reads it). */
export interface RequestInfo {
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly namespace: string
  readonly name: string
  readonly subresource: string
}

/** undefined where the path is of no resource: /version, discovery, nonsense. */
export function requestInfo(path: string): RequestInfo | undefined {
  const parts = path.split('/').filter(Boolean).map(decoded)
  const [root] = parts
  if (root !== 'api' && root !== 'apis') return undefined
  const [group = '', version = ''] = root === 'api' ? ['', parts[1]] : [parts[1], parts[2]]
  const rest = parts.slice(root === 'api' ? 2 : 3)
  if (rest.length === 0) return undefined
  if (rest[0] === 'namespaces' && rest.length > 1) {
    const [, namespace = '', resource = '', name = '', subresource = ''] = rest
    if (rest.length === 2 || ['status', 'finalize'].includes(resource))
      return { group, version, resource: 'namespaces', namespace, name: namespace, subresource: resource }
    return { group, version, resource, namespace, name, subresource }
  }
  const [resource = '', name = '', subresource = ''] = rest
  return { group, version, resource, namespace: '', name, subresource }
}

/** The verb that is to be allowed. */
export function verbOf(method: string, { name }: RequestInfo, query: URLSearchParams): string {
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (['true', '1'].includes(query.get('watch') ?? '')) return 'watch'
      return name === '' ? 'list' : 'get'
    case 'POST':
      return 'create'
    case 'PUT':
      return 'update'
    case 'PATCH':
      return 'patch'
    case 'DELETE':
      return name === '' ? 'deletecollection' : 'delete'
    default:
      return ''
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
