import type { Image } from './cloud.ts'
import { hex } from './ids.ts'
import { strings } from './extra-specs.ts'
import { Refusal, type Call } from './router.ts'

/**
 * Without `visibility`, community images of others stay out whatever member_status says; member_status decides only which
 * shared images are listed. Hidden images come only with os_hidden=true, and then alone.
 */
export function matching(call: Call): readonly Image[] {
  const { cloud, query, token } = call
  const visibility = query.get('visibility')
  const status = query.get('member_status') ?? 'accepted'
  const hidden = query.get('os_hidden')?.toLowerCase() ?? 'false'
  if (visibility !== null && !['public', 'community', 'shared', 'private', 'all'].includes(visibility))
    throw new Refusal(400, `Invalid visibility value: ${visibility}`)
  if (!['accepted', 'pending', 'rejected', 'all'].includes(status)) throw new Refusal(400, `Invalid status: ${status}`)
  if (!['true', 'false'].includes(hidden))
    throw new Refusal(400, `Invalid value '${hidden}' for 'os_hidden' filter. Valid values are 'true' or 'false'.`)
  const project = token.scope.project
  return cloud.images.filter((one) => {
    const isOwn = one.ownerId === project?.id
    const membership = one.visibility === 'shared' && project ? one.members[project.name] : undefined
    const isSeen =
      isOwn ||
      token.roles.includes('admin') ||
      one.visibility === 'public' ||
      one.visibility === 'community' ||
      (membership !== undefined && (status === 'all' || membership === status))
    const isAskedFor =
      visibility === null
        ? isOwn || one.visibility !== 'community'
        : visibility === 'all' || one.visibility === visibility
    return isSeen && isAskedFor && String(one.hidden) === hidden && filters(one, query)
  })
}

const notFilters = new Set([
  'limit',
  'marker',
  'sort',
  'sort_key',
  'sort_dir',
  'visibility',
  'member_status',
  'os_hidden',
  'tag',
])

function filters(one: Image, query: URLSearchParams): boolean {
  const asked = [...query].filter(([key]) => !notFilters.has(key))
  if (!query.getAll('tag').every((tag) => one.tags.includes(tag))) return false
  const view = asked.length > 0 ? imageView(one) : {}
  return asked.every(([key, value]) => valueMatches(String(view[key]), value))
}

function valueMatches(actual: string, asked: string): boolean {
  return asked.startsWith('in:')
    ? asked
        .slice(3)
        .split(',')
        .map((one) => one.replaceAll('"', ''))
        .includes(actual)
    : actual === asked
}

export function imageOf({ cloud, params, token }: Call): Image {
  const one = cloud.images.find(({ id }) => id === params['id'])
  const project = token.scope.project
  const isSeen =
    one &&
    (one.visibility === 'public' ||
      one.visibility === 'community' ||
      one.ownerId === project?.id ||
      token.roles.includes('admin') ||
      (project && one.members[project.name] !== undefined))
  if (!one || !isSeen) throw new Refusal(404, `No image found with ID ${params['id']}`)
  return one
}

export function sortValue(one: Image, key: string): unknown {
  if (sortKeys.includes(key)) return imageView(one)[key]
  throw new Refusal(400, `Invalid sort key: ${key}. It must be one of the following: ${sortKeys.join(', ')}.`)
}

const sortKeys = ['name', 'status', 'container_format', 'disk_format', 'size', 'id', 'created_at', 'updated_at']

export function imageView(one: Image): Record<string, unknown> {
  const isUploaded = one.status === 'active' || one.status === 'deactivated'
  return {
    ...strings(one.properties),
    name: one.name,
    disk_format: 'qcow2',
    container_format: 'bare',
    visibility: one.visibility,
    size: isUploaded ? one.sizeBytes : null,
    virtual_size: isUploaded ? 16_777_216 : null,
    status: one.status,
    checksum: isUploaded ? hex('checksum', one.id) : null,
    protected: false,
    min_ram: one.minRamMiB,
    min_disk: one.minDiskGB,
    owner: one.ownerId,
    os_hidden: one.hidden,
    os_hash_algo: isUploaded ? 'sha512' : null,
    os_hash_value: isUploaded ? hex('a', one.id) + hex('b', one.id) + hex('c', one.id) + hex('d', one.id) : null,
    id: one.id,
    created_at: one.createdAt,
    updated_at: one.createdAt,
    tags: one.tags,
    self: `/v2/images/${one.id}`,
    file: `/v2/images/${one.id}/file`,
    schema: '/v2/schemas/image',
    ...(isUploaded ? { stores: 'file' } : {}),
  }
}
