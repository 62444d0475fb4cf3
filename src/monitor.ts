import { ProbeError } from './fact.ts'
import { openHttp } from './http.ts'
import type { HttpResponse } from './http/exchange.ts'
import { proxiesIn } from './http/proxy.ts'
import type { Vocabulary } from './http/vocabulary.ts'
import type { Redactor, Secret } from './redact.ts'

/** What the official compliance monitor takes at `POST /reports`: reports in YAML, several documents, or one in JSON. */
export type ReportType = 'application/x-signed-yaml' | 'application/x-signed-json'

export interface Submission {
  /** Base address of the monitor. */
  readonly monitor: string
  /** Base64 of `user:password`, as the monitor gives it out. */
  readonly token: Secret
  readonly type: ReportType
  /** Armored SSH signature over `reports`, namespace `report`. */
  readonly signature: string
  readonly reports: string
}

/** What came of a submission: taken, or the status of HTTP and the sentence that says why not and what to do. */
export type Submitted =
  | { readonly taken: true }
  | { readonly taken: false; readonly status: number; readonly why: string }

/**
 * Sends reports to the compliance monitor: the signature, an ampersand, the reports. Sent once; a monitor that got it and whose
 * answer was lost says 409 when it is sent again.
 *
 * @throws ProbeError where the monitor gives no answer
 */
export async function submitReports(
  { monitor, token, type, signature, reports }: Submission,
  options: {
    readonly redactor: Redactor
    readonly environment: Readonly<Record<string, string | undefined>>
    readonly ca?: string
  },
): Promise<Submitted> {
  const { redactor, environment, ca } = options
  redactor.learn(token.reveal())
  const tls = ca === undefined ? {} : { tls: { ca } }
  const http = openHttp({ redactor, words, proxies: proxiesIn(environment, redactor), ...tls })
  try {
    const response = await http.send({
      method: 'POST',
      url: `${monitor.replace(/\/+$/, '')}/reports`,
      headers: { authorization: `Basic ${token.reveal()}`, 'content-type': type },
      body: `${signature.trimEnd()}\n&${reports}`,
    })
    return response.status >= 200 && response.status < 300
      ? { taken: true }
      : { taken: false, status: response.status, why: whyNot(response, redactor) }
  } finally {
    await http.close()
  }
}

/** Checks the address; a token is not sent where anybody on the way could read it, but for a test on this machine. */
export function monitorAddress(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new ProbeError('malformed', `${text} is no address of a monitor such as https://compliance.sovereignit.cloud`)
  }
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url.protocol === 'https:' || isHere) return url.href
  throw new ProbeError('malformed', `${text}: the token would be sent in the clear; use https://`)
}

function whyNot({ status, body }: HttpResponse, redactor: Redactor): string {
  const detail = redactor.redact(body.subarray(0, 2000).toString('utf8')).replaceAll(/\s+/g, ' ').trim().slice(0, 300)
  const said = detail === '' ? '' : ` (${detail})`
  switch (status) {
    case 401:
      return `the monitor refuses the token, the signature or the subject${said}; is the key known to it, and may this account submit for the subject?`
    case 409:
      return `the monitor has a report with this uuid already${said}; nothing is left to do if it is this one`
    case 413:
      return `the monitor finds this too large${said}; submit the reports one by one`
    case 415:
      return `the monitor does not take this kind of content${said}; is it the official monitor?`
    default:
      return `the monitor answered ${status}${said}${status >= 500 ? '; try again later' : ''}`
  }
}

const words: Vocabulary = {
  slow: 'try again later',
  timeSetting: '',
  unknownName: 'check --monitor',
  otherNames: 'check --monitor',
  untrusted: 'name its CA with --ca FILE',
  clientCertificate: 'a client certificate',
  redirected: 'correct --monitor',
  wayOut: () => '',
}
