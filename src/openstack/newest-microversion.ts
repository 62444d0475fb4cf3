import { ProbeError } from '../fact.ts'
import type { OpenStack } from './client.ts'
import { pickVersion, versionsIn } from './discovery.ts'

/**
 * The newest microversion that a service offers, by its version document, which it shows to everybody: `2.93`. Null where it
 * has none. ProbeError `malformed` where what is there is no version document.
 *
 * @param major of the API: 2 for compute, 3 for block-storage
 */
export async function newestMicroversion(cloud: OpenStack, service: string, major: number): Promise<string | null> {
  const endpoint = cloud.endpoint(service)
  const root = /^(.*?)\/v\d+(?:\.\d+)?(?:\/.*)?$/.exec(endpoint)?.[1] ?? endpoint
  const { status, text } = await cloud.sendRaw({
    url: `${root}/`,
    method: 'GET',
    headers: { accept: 'application/json' },
  })
  if (status !== 200 && status !== 300) return null
  try {
    return pickVersion(versionsIn(JSON.parse(text), `${root}/`), major)?.maxMicroversion ?? null
  } catch (error) {
    throw new ProbeError('malformed', `GET ${new URL(root).pathname}/ of ${service} answered no version document`, {
      cause: error,
    })
  }
}
