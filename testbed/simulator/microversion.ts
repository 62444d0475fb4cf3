import type { Call, Reply } from './router.ts'

export interface Microversion {
  readonly minor: number
  /** absent where the request does not name one that can be read */
  readonly text?: string
  readonly refusal?: Reply
}

/** What the request asks for by `OpenStack-API-Version: compute 2.61` or the older header, as Nova and Cinder negotiate it. */
export function microversion(
  call: Call,
  service: string,
  min: string,
  max: string,
  olderHeader?: string,
): Microversion {
  const header = call.headers['openstack-api-version']?.toString() ?? ''
  const named = header
    .split(',')
    .map((part) => part.trim().split(/\s+/))
    .find(([name]) => name === service)?.[1]
  const text = named ?? (olderHeader && call.headers[olderHeader]?.toString()) ?? min
  if (text === 'latest') return { minor: minorOf(max), text: max }
  if (!/^[1-9]\d*\.(0|[1-9]\d*)$/.test(text)) {
    const message = `API Version String ${text} is of invalid format. Must be of format MajorNum.MinorNum.`
    return { minor: minorOf(min), refusal: { status: 400, body: { badRequest: { code: 400, message } } } }
  }
  const minor = minorOf(text)
  if (majorOf(text) !== majorOf(min) || minor < minorOf(min) || minor > minorOf(max)) {
    const message = `Version ${text} is not supported by the API. Minimum is ${min} and maximum is ${max}.`
    return { minor: minorOf(min), text, refusal: { status: 406, body: { computeFault: { code: 406, message } } } }
  }
  return { minor, text }
}

function majorOf(text: string): string | undefined {
  return text.split('.')[0]
}

function minorOf(text: string): number {
  return Number(text.split('.')[1])
}
