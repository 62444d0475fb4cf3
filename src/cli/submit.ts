import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProbeError } from '../fact.ts'
import type { SubmitOptions } from '../options.ts'
import type { Redactor } from '../redact.ts'
import { UsageError } from '../usage-error.ts'
import { oneLine } from './one-line.ts'
import { documentOf, openSubmitter, proposalIn } from './submission.ts'

/**
 * `submit`: signs reports and sends them to the compliance monitor, all in one body. Reports of this tool go redacted and in the
 * official format; what is official YAML already goes as it is. Exit code 0 where it was taken, 1 where it was refused, 2 where
 * the monitor gave no answer. No file is changed but for REPORT.redaction.
 */
export async function submit(files: readonly string[], options: SubmitOptions, redactor: Redactor): Promise<number> {
  const { monitor, sign, send } = await openSubmitter(options, redactor)
  const documents = await Promise.all(
    files.map(async (file) => refuseProposals(file, await documentOf(file, options.full ?? false))),
  )
  const reports = documents.join('')
  const signature = await sign(reports)
  if (options.dryRun) {
    process.stdout.write(`${signature.trimEnd()}\n&${reports}`)
    return 0
  }
  try {
    const outcome = await send(reports, signature)
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

async function refuseProposals(file: string, text: string): Promise<string> {
  const name = await proposalIn(text)
  if (name !== undefined) throw new UsageError(`${file}: is about ${name}, which is no official scope; leave it out`)
  return text
}
