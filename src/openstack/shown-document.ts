import type { OpenStack } from './client.ts'

/** What anybody is shown at a URL of a service, without a token. */
export interface ShownDocument {
  readonly status: number
  /** The JSON of an answer with 200 or 300; undefined for other ones, and for what is no JSON. */
  readonly document: unknown
}

/** Rejects with ProbeError where there is no answer at all. */
export async function shownDocument(cloud: Pick<OpenStack, 'sendRaw'>, url: string): Promise<ShownDocument> {
  const { status, text } = await cloud.sendRaw({ url, method: 'GET', headers: { accept: 'application/json' } })
  return { status, document: status === 200 || status === 300 ? parsed(text) : undefined }
}

/** An endpoint without the version and what follows it, and without a slash at its end. */
export function rootOf(endpoint: string): string {
  return endpoint.replace(/\/v\d[\d.]*(\/.*)?$/, '').replace(/\/+$/, '')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined // a page of something else in front of it
  }
}
