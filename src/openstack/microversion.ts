import type { Http } from '../http.ts'
import type { HttpResponse } from '../http/exchange.ts'
import type { Endpoint } from './endpoints.ts'

/** Names of services in the header, where it is not the service type (API-SIG, "Microversion specification"). */
const headerNames: Readonly<Record<string, string>> = { 'block-storage': 'volume' }
/** The header Nova had before OpenStack-API-Version, still read by releases before Newton. */
const oldHeaders: Readonly<Record<string, string>> = { compute: 'x-openstack-nova-api-version' }

/** Microversions of one cloud's services, learned from refusals. */
export interface Microversions {
  /**
   * Sends with the microversion wanted, at once and without asking what the service can do. A service that cannot
   * answers 406 and says what it can: then the newest below the wanted one is sent, and remembered.
   */
  negotiate(
    service: string,
    wanted: string | undefined,
    endpoint: Endpoint,
    send: (headers: Readonly<Record<string, string>>) => Promise<HttpResponse>,
  ): Promise<HttpResponse>
}

export function microversions(http: Http): Microversions {
  /** Newest known, null for a service without microversions. */
  const newest = new Map<string, string | null>()

  return {
    async negotiate(service, wanted, endpoint, send) {
      if (wanted === undefined) return send({})
      const most = newest.get(service)
      const response = await send(headersFor(service, most === undefined ? wanted : lower(wanted, most)))
      if (response.status !== 406 || most !== undefined) return response
      const found = maximumIn(response) ?? (await maximumByDiscovery(http, endpoint))
      newest.set(service, found)
      return send(headersFor(service, lower(wanted, found)))
    },
  }
}

function headersFor(service: string, version: string | null): Readonly<Record<string, string>> {
  if (version === null) return {}
  const old = oldHeaders[service]
  return {
    'openstack-api-version': `${headerNames[service] ?? service} ${version}`,
    ...(old ? { [old]: version } : {}),
  }
}

function lower(wanted: string, most: string | null): string | null {
  if (most === null) return null
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  const [major = 0, minor = 0] = most.split('.').map(Number)
  return wantedMajor > major || (wantedMajor === major && wantedMinor > minor) ? most : wanted
}

/** Nova: "Version 2.61 is not supported by the API. Minimum is 2.1 and maximum is 2.53." Placement: `max_version` in errors. */
function maximumIn({ body }: HttpResponse): string | undefined {
  const text = body.toString('utf8')
  return /maximum is (\d+\.\d+)/i.exec(text)?.[1] ?? /"max_version":\s*"(\d+\.\d+)"/.exec(text)?.[1]
}

async function maximumByDiscovery(http: Http, { root, major }: Endpoint): Promise<string | null> {
  const { pickVersion, readVersions } = await import('./discovery.ts')
  const versions = await readVersions(http, root)
  const version = major === undefined ? versions[0] : pickVersion(versions, major)
  return version?.maxMicroversion ?? null
}
