import { accessSync, constants, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { format as json } from '../../reports/json.ts'
import type { RenderOptions, Report, ReportFormat } from '../report.ts'
import { didYouMean } from '../did-you-mean.ts'
import { fileReason } from '../file-reason.ts'
import { makeFolder } from '../make-folder.ts'
import { replaceFile } from '../replace-file.ts'
import { UsageError } from '../usage-error.ts'
import { importPlugin, isPackage } from './plugin.ts'

/** Loads formats by name, path or package. UsageError for an unknown one. */
export async function loadFormats(names: readonly string[]): Promise<readonly ReportFormat[]> {
  const { formats } = await import('../../reports/index.ts')
  const loaded = await Promise.all(
    names.map(async (name) => {
      const known = Object.hasOwn(formats, name) ? formats[name] : undefined
      if (known) return known()
      if (!/[/.@]/.test(name) && !isPackage(name)) {
        const all = Object.keys(formats)
        throw new UsageError(
          `there is no format ${JSON.stringify(name)}${didYouMean(name, all)}; there are ${all.join(', ')}, or give the path of a module`,
        )
      }
      const { format } = (await importPlugin('--format', name)) as { format?: ReportFormat }
      if (typeof format?.render !== 'function')
        throw new UsageError(`--format ${name}: it exports no 'format' with a render function`)
      if (!/^\.[\w.-]+$/.test(format.extension ?? '')) {
        throw new UsageError(`--format ${name}: its extension must be like .html`)
      }
      return format
    }),
  )
  for (const [index, { name, extension }] of loaded.entries()) {
    const twin = [json, ...loaded.slice(0, index)].find((other) => other.extension === extension && other.name !== name)
    if (twin) throw new UsageError(`--format ${name}: its files would overwrite those of ${twin.name} (${extension})`)
  }
  return loaded
}

/** Makes the folder where it is missing. UsageError, before anything is run, if nothing can be written there. */
export function openFolder(folder: string): void {
  try {
    makeFolder(folder)
    tryOut(folder)
  } catch (error) {
    throw new UsageError(`--output ${folder}: cannot be written to (${fileReason(error)}); choose another folder`, {
      cause: error,
    })
  }
}

/** UsageError, before anything is run, if no file can be put there. Makes no folder: a name with a typo in it would be one. */
export function openFile(option: string, path: string): void {
  const where = `${option} ${path}`
  try {
    const there = statSync(path, { throwIfNoEntry: false })
    if (there?.isDirectory()) throw new UsageError(`${where}: is a folder; name a file in it`)
    if (there && !there.isFile()) accessSync(path, constants.W_OK)
    else tryOut(dirname(there ? realpathSync(path) : path))
  } catch (error) {
    if (error instanceof UsageError) throw error
    const why = fileReason(error)
    const way = why === 'ENOENT' ? `there is no folder ${dirname(path)}; make it` : `cannot be written (${why})`
    throw new UsageError(`${where}: ${way}, or name another file`, { cause: error })
  }
}

function tryOut(folder: string): void {
  const probe = join(folder, `.scs-conformance-${process.pid}`)
  writeFileSync(probe, '')
  rmSync(probe)
}

/**
 * Writes a file as a whole or not at all (../replace-file.ts). Where that fails (a full disk), it is written to the temporary folder
 * instead, and else to stderr: a finished run is not lost. True where it is in its place.
 */
export function writeWhole(path: string, text: string | Uint8Array): boolean {
  try {
    replaceFile(path, text)
    return true
  } catch (error) {
    const elsewhere = join(tmpdir(), `scs-conformance-${process.pid}-${path.replaceAll(/[^\w.-]+/g, '_')}`)
    process.stderr.write(`scs-conformance: ${path} could not be written (${fileReason(error)})`)
    try {
      writeFileSync(elsewhere, text)
      process.stderr.write(`; it is in ${elsewhere} instead\n`)
    } catch {
      process.stderr.write(`, nor anything in ${tmpdir()}${typeof text === 'string' ? `; here it is:\n${text}` : '\n'}`)
    }
    return false
  }
}

/** Writes each format beside the others; the record itself, report.json, always. Tells whether each is in its place. */
export function writeReport(
  folder: string,
  name: string,
  report: Report,
  formats: readonly ReportFormat[],
  options: RenderOptions = {},
): readonly { readonly path: string; readonly written: boolean }[] {
  return [json, ...formats.filter((format) => format.name !== json.name)].map((format) => {
    const path = join(folder, `${name}${format.extension}`)
    const text = renderSafely(format, report, options)
    return { path, written: text !== undefined && writeWhole(path, text) }
  })
}

/** A format may come from outside; one that breaks takes the others not down. */
export function renderSafely(format: ReportFormat, report: Report, options: RenderOptions = {}): string | undefined {
  try {
    return format.render(report, options)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    process.stderr.write(`scs-conformance: format ${format.name} broke down: ${said}\n`)
    return undefined
  }
}

/** Writes the file that --output names and that can be made again. UsageError where it cannot be written. */
export function writeOrRefuse(path: string, text: string | Uint8Array): void {
  replaceOrRefuse(path, text, `--output ${path}`)
}

/** Writes what belongs beside a file, such as its signature. UsageError where it cannot be written. */
export function writeBeside(path: string, text: string | Uint8Array, mode?: number): void {
  replaceOrRefuse(path, text, path, mode)
}

function replaceOrRefuse(path: string, text: string | Uint8Array, where: string, mode?: number): void {
  try {
    replaceFile(path, text, mode === undefined ? {} : { mode })
  } catch (error) {
    throw new UsageError(`${where}: cannot be written (${fileReason(error)})`, { cause: error })
  }
}

/** Writes the record of a run that is still going on; that it cannot be written is told at the end. */
export function writeInterim(folder: string, name: string, report: Report): void {
  try {
    replaceFile(join(folder, `${name}${json.extension}`), json.render(report))
  } catch {
    // Nothing is lost yet.
  }
}
