import { readFileSync, statSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { format as scsYaml } from '../../reports/scs-yaml.ts'
import { sign } from '../evidence/ssh-signature.ts'
import { ProbeError } from '../fact.ts'
import { monitorAddress, submitReports, type Submitted } from '../monitor.ts'
import { officialReport } from '../official-report.ts'
import type { SubmitOptions } from '../options.ts'
import { othersMayRead } from '../others-may-read.ts'
import { secret, type Redactor, type Secret } from '../redact.ts'
import { loadScope, scopeIds } from '../standards.ts'
import { UsageError } from '../usage-error.ts'
import { readBytes } from './evidence-file.ts'
import { keepAt, redactFile } from './redact.ts'
import { readReport } from './render.ts'
import { reportNamespace } from './verify.ts'

/** How reports get to a monitor. */
export interface Submitter {
  /** Address of the monitor. */
  readonly monitor: string
  /** The signature over reports. */
  readonly sign: (reports: string) => Promise<string>
  /** @throws ProbeError where the monitor gives no answer */
  readonly send: (reports: string, signature: string) => Promise<Submitted>
}

/** @throws UsageError for an address, token or CA that cannot be used */
export async function openSubmitter(
  options: Pick<SubmitOptions, 'monitor' | 'token' | 'key' | 'ca'>,
  redactor: Redactor,
): Promise<Submitter> {
  const monitor = addressOf(options.monitor)
  const token = readToken(options.token, redactor)
  const ca = options.ca === undefined ? {} : { ca: (await readBytes(options.ca)).toString('utf8') }
  return {
    monitor,
    sign: (reports) => sign(new TextEncoder().encode(reports), options.key, reportNamespace),
    send: (reports, signature) =>
      submitReports(
        { monitor, token, type: 'application/x-signed-yaml', signature, reports },
        { redactor, environment: process.env, ...ca },
      ),
  }
}

function addressOf(text: string): string {
  try {
    return monitorAddress(text)
  } catch (error) {
    if (error instanceof ProbeError) throw new UsageError(`--monitor: ${error.message}`, { cause: error })
    throw error
  }
}

/** The monitor gives out base64 of `user:password` in a file; whoever can read it can submit. */
function readToken(file: string, redactor: Redactor): Secret {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat?.isFile()) throw new UsageError(`--token ${file}: there is no such file`)
  if (othersMayRead(stat)) {
    throw new UsageError(`--token ${file}: others may read this token; chmod 600 it`)
  }
  const text = readFileSync(file, 'utf8').trim()
  const plain = Buffer.from(text, 'base64').toString('utf8')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || !plain.includes(':')) {
    throw new UsageError(`--token ${file}: is not base64 of user:password, as the monitor gives it out`)
  }
  redactor.learn(text)
  redactor.learn(plain.slice(plain.indexOf(':') + 1))
  return secret(text)
}

/** What is sent of a file: reports of this tool redacted, unless in full, and in the official format. */
export async function documentOf(file: string, full: boolean): Promise<string> {
  if (/\.ya?ml$/i.test(file)) return officialText(file)
  if (full || (await readReport(file)).redaction) return scsYaml.render(await readReport(file))
  const { redacted, keepsake } = await redactFile(file)
  keepAt(`${file}.redaction`, keepsake) // also where one is there that is of another report: else nobody could prove this one
  return scsYaml.render(redacted.report)
}

/** The name of a scope that nobody has formalised, where a report is about one: it is none of the official monitor's. */
export async function proposalIn(text: string): Promise<string | undefined> {
  const scopes = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
  for (const document of parseAllDocuments(text, { logLevel: 'silent' })) {
    const report = officialReport(document.toJS({ maxAliasCount: 20 }))
    const scope = scopes.find(({ uuid, proposal }) => proposal && uuid === report?.scopeUuid)
    if (scope) return scope.name
  }
  return undefined
}

async function officialText(file: string): Promise<string> {
  const text = (await readBytes(file)).toString('utf8')
  const documents = parseAllDocuments(text, { logLevel: 'silent' })
  const isOfficial =
    Array.isArray(documents) &&
    documents.length > 0 &&
    documents.every(
      (document) => document.errors.length === 0 && officialReport(document.toJS({ maxAliasCount: 20 })) !== undefined,
    )
  if (!isOfficial)
    throw new UsageError(
      `${file}: is no report in the official format; give a report.json, or what --format scs-yaml wrote`,
    )
  return text.startsWith('---') ? text : `---\n${text}`
}
