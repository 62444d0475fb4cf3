import { readFileSync } from 'node:fs'
import { fileReason } from '../file-reason.ts'
import type { RenderCommandOptions } from '../options.ts'
import type { Report } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { wantsColor } from './color.ts'
import { loadFormats, writeOrRefuse } from './output.ts'

/** `render`: a report.json in another format. */
export async function render(file: string, options: RenderCommandOptions): Promise<number> {
  const [format] = await loadFormats([options.format])
  const report = await readReport(file)
  const color = options.output === undefined && wantsColor(process.stdout)
  const { verbose = false, language = 'en' } = options
  const text = format?.render(report, { color, verbose, language }) ?? ''
  if (options.output === undefined) process.stdout.write(text)
  else writeOrRefuse(options.output, text)
  return 0
}

/** Reads a report, `-` from standard input. UsageError for one that is no report. */
export async function readReport(file: string): Promise<Report> {
  const { validateReport } = await import('../../reports/validate.ts')
  const name = file === '-' ? 'standard input' : file
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new UsageError(`${name}: cannot be read (${fileReason(error)})`, { cause: error })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${name}: is not JSON (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    })
  }
  const wrong = validateReport(value)
  if (wrong) throw new UsageError(`${name}: is no scs-conformance-report/1: ${wrong}`)
  return value as Report // the schema says so
}
