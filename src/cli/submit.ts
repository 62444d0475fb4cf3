import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { format as scsYaml } from '../../reports/scs-yaml.ts'
import { sign } from '../evidence/ssh-signature.ts'
import { ProbeError } from '../fact.ts'
import { monitorAddress, submitReports } from '../monitor.ts'
import { officialReport } from '../official-report.ts'
import type { SubmitOptions } from '../options.ts'
import { othersMayRead } from '../others-may-read.ts'
import { secret, type Redactor, type Secret } from '../redact.ts'
import { loadScope, scopeIds } from '../standards.ts'
import { UsageError } from '../usage-error.ts'
import { readBytes } from './evidence-file.ts'
import { oneLine } from './one-line.ts'
import { keepAt, redactFile } from './redact.ts'
import { readReport } from './render.ts'
import { reportNamespace } from './verify.ts'

/**
 * `submit`: signs reports and sends them to the compliance monitor, all in one body. Reports of this tool go redacted and in the
 * official format; what is official YAML already goes as it is. Exit code 0 where it was taken, 1 where it was refused, 2 where
 * the monitor gave no answer. No file is changed but for REPORT.redaction.
 */
export async function submit(files: readonly string[], options: SubmitOptions, redactor: Redactor): Promise<number> {
  const monitor = addressOf(options.monitor)
  const token = readToken(options.token, redactor)
  const ca = options.ca === undefined ? {} : { ca: (await readBytes(options.ca)).toString('utf8') }
  const documents = await Promise.all(
    files.map(async (file) => refuseProposals(file, await documentOf(file, options.full ?? false))),
  )
  const reports = documents.join('')
  const signature = await sign(new TextEncoder().encode(reports), options.key, reportNamespace)
  if (options.dryRun) {
    process.stdout.write(`${signature.trimEnd()}\n&${reports}`)
    return 0
  }
  try {
    const type = 'application/x-signed-yaml'
    const outcome = await submitReports(
      { monitor, token, type, signature, reports },
      { redactor, environment: process.env, ...ca },
    )
    if (outcome.taken) {
      process.stderr.write(`${files.length} report${files.length === 1 ? '' : 's'} taken by ${monitor}\n`)
      return 0
    }
    return keep(`not submitted: ${outcome.why}`, reports, signature, 1)
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    return keep(`not submitted: ${error.message}`, reports, signature, 2)
  }

  function keep(why: string, text: string, made: string, code: number): number {
    process.stderr.write(`scs-conformance: ${oneLine(redactor.redact(why))}\n`)
    const folder = mkdtempSync(join(tmpdir(), 'scs-conformance-unsent-'))
    writeFileSync(join(folder, 'reports.yaml'), text)
    writeFileSync(join(folder, 'reports.yaml.sig'), made)
    process.stderr.write(`what would have been sent is in ${folder}\n`)
    return code
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

async function documentOf(file: string, full: boolean): Promise<string> {
  if (/\.ya?ml$/i.test(file)) return officialText(file)
  if (full || (await readReport(file)).redaction) return scsYaml.render(await readReport(file))
  const { redacted, keepsake } = await redactFile(file)
  keepAt(`${file}.redaction`, keepsake) // also where one is there that is of another report: else nobody could prove this one
  return scsYaml.render(redacted.report)
}

/** A report on a scope that nobody has formalised is none of the official monitor's. */
async function refuseProposals(file: string, text: string): Promise<string> {
  const scopes = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
  for (const document of parseAllDocuments(text, { logLevel: 'silent' })) {
    const report = officialReport(document.toJS({ maxAliasCount: 20 }))
    const scope = scopes.find(({ uuid, proposal }) => proposal && uuid === report?.scopeUuid)
    if (scope) throw new UsageError(`${file}: is about ${scope.name}, which is no official scope; leave it out`)
  }
  return text
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
