import { ProbeError } from '../fact.ts'
import type { Http, HttpRequest } from '../http.ts'
import type { HttpResponse } from './exchange.ts'

const mostRedirects = 5

/**
 * Sends and follows redirects on the same host (a missing slash, http to https), with the same method and body as
 * keystoneauth does. Unlike keystoneauth it goes nowhere else: credentials are for no host that neither the user nor the
 * catalog has named. ProbeError unreachable, naming the place that was not followed.
 */
export async function follow(http: Http, request: HttpRequest): Promise<HttpResponse> {
  let { url } = request
  for (let hops = 0; ; hops++) {
    const response = await http.send({ ...request, url })
    const { location } = response.headers
    if (![301, 302, 307, 308].includes(response.status) || typeof location !== 'string') return response
    const from = new URL(url)
    const to = URL.parse(location, url)
    const call = `${request.method ?? 'GET'} ${from.pathname}`
    if (!to || !isSameHost(from, to)) {
      throw new ProbeError(
        'unreachable',
        `${call} on ${from.host} redirects to ${to?.origin ?? 'no URL'}, where our credentials are not sent; ${http.words.redirected}`,
      )
    }
    if (hops === mostRedirects)
      throw new ProbeError('malformed', `${call} on ${from.host} redirects more than ${mostRedirects} times`)
    url = to.href
  }
}

function isSameHost(from: URL, to: URL): boolean {
  return (
    from.origin === to.origin ||
    (from.hostname === to.hostname && from.protocol === 'http:' && to.protocol === 'https:')
  )
}
