/** Where a page is: `subject`, `report` and so on, encoded. */
export const links = {
  overview: '/board',
  scopes: '/board/scopes',
  release: '/board/release',
  certificates: '/board/certificates',
  certificate: (id: string) => `/board/certificates/${encodeURIComponent(id)}`,
  certificateBadge: (id: string) => `/badges/certificates/${encodeURIComponent(id)}.svg`,
  subject: (name: string) => `/board/subjects/${encodeURIComponent(name)}`,
  report: (uuid: string) => `/board/reports/${encodeURIComponent(uuid)}`,
  scope: (id: string) => `/board/scopes/${encodeURIComponent(id)}`,
  /** Of one scope, where several know it. */
  testcase: (id: string, scope?: string) => withQuery(`/board/testcases/${encodeURIComponent(id)}`, { scope }),
  badge: (subject: string, scope: string) => `/badges/${encodeURIComponent(subject)}/${encodeURIComponent(scope)}.svg`,
} as const

/** An address with a query; what is undefined or empty is left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const parts = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, String(value)] as [string, string]],
    ),
  ).toString()
  return parts === '' ? path : `${path}?${parts}`
}

/** The path of a page of this server to go to after the login; the overview for anything else: nobody is led elsewhere. */
export function pageAt(to: string | undefined): string {
  const url = to?.startsWith('/') ? URL.parse(to, 'http://here.invalid') : null
  if (!url || url.origin !== 'http://here.invalid' || !isPage(url.pathname)) return links.overview
  return `${url.pathname}${url.search}`
}

/** Whether this is the path of a page for people, even of one that is not there. */
export function isPage(path: string): boolean {
  return /^\/(board|certificates)(\/|$)/.test(path) || ['/', '/login', '/logout'].includes(path)
}
