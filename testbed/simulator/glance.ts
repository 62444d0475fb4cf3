import type { Image } from './cloud.ts'
import { hex } from './ids.ts'
import { imageOf, imageView, matching, sortValue } from './images.ts'
import { limitOf, pageAfter, sorted, withMarker } from './page.ts'
import { notFound, openRoute, Refusal, route, webobError, type Call, type Reply, type Service } from './router.ts'

const minors = [15, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]

export const glance: Service = {
  name: 'image',
  mount: '/image',
  unnumbered: ['root', 'login'],
  routes: [
    openRoute('GET', '/', (call) => ({ status: 300, body: versionDocument(call) })),
    openRoute('GET', '/versions', (call) => ({ status: 200, body: versionDocument(call) })),
    route('GET', '/v2/images', imageList),
    route('GET', '/v2/images/:id', (call) => ({ status: 200, body: imageView(imageOf(call)) })),
    route('GET', '/v2/images/:id/members', (call) => {
      const one = imageOf(call)
      if (one.visibility !== 'shared')
        throw new Refusal(403, `Not allowed to list members for image ${one.id}: Only shared images have members.`)
      const members = Object.entries(one.members).map(([project, status]) => member(one, project, status))
      return { status: 200, body: { members, schema: '/v2/schemas/members' } }
    }),
  ],
  refuse: ({ status, message }, call) => webobError(call, status, reasons[status] ?? 'Error', message),
  missing: (status, call) =>
    status === 404
      ? notFound(status, call)
      : webobError(call, 405, 'Method Not Allowed', `The method ${call.method} is not allowed for this resource. `),
  unauthorized: (call) => {
    const { headers, ...reply } = webobError(call, 401, 'Unauthorized', loginText)
    return {
      ...reply,
      headers: { ...headers, 'WWW-Authenticate': `Keystone uri="${call.origin}${call.cloud.mounts.identity}"` },
    }
  },
}

const loginText =
  'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.'

const reasons: Readonly<Record<number, string>> = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found' }

function imageList(call: Call): Reply {
  const { pageSize, maxPageSize } = call.cloud.description.image
  const limit = limitOf(call.query, maxPageSize, undefined, pageSize)
  const found = sorted(matching(call), call.query, sortValue)
  const { items, full } = pageAfter(
    found,
    call.query,
    limit,
    (marker) => new Refusal(400, `No image found with ID ${marker}`),
  )
  const first = new URLSearchParams(call.query)
  first.delete('marker')
  const last = items.at(-1)
  return {
    status: 200,
    body: {
      images: items.map(imageView),
      first: first.size > 0 ? `/v2/images?${first.toString()}` : '/v2/images',
      schema: '/v2/schemas/images',
      ...(full && last ? { next: `/v2/images?${withMarker(call.query, last.id)}` } : {}),
    },
  }
}

function member(one: Image, project: string, status: string): unknown {
  return {
    created_at: one.createdAt,
    image_id: one.id,
    member_id: hex('project', project, 'Default'),
    schema: '/v2/schemas/member',
    status,
    updated_at: one.createdAt,
  }
}

function versionDocument({ base }: Call): unknown {
  const links = [{ rel: 'self', href: `${base}/v2/` }]
  return {
    versions: minors.map((minor) => ({
      id: `v2.${minor}`,
      status: minor === minors[0] ? 'CURRENT' : 'SUPPORTED',
      links,
    })),
  }
}
