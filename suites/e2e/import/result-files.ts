import { basename } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { ProbeError } from '../../../src/fact.ts'
import { attemptsIn, logReader, type LogReader } from '../read-log.ts'
import { parseJUnit } from '../parse-junit.ts'
import type { TestRun } from '../results.ts'

/** What is wanted of an archive or a folder, by the role of the file. */
export type Role = 'junit' | 'log' | 'server-version' | 'tests-version'

/** The role of a file by its path, with `/`; undefined for the many others that a Sonobuoy tarball holds. */
export function roleOf(path: string): Role | undefined {
  // Other plug-ins of Sonobuoy write JUnit too, and the pods of the tests have logs.
  const plugin = /(?:^|\/)plugins\/([^/]+)\//.exec(path)?.[1]
  if (plugin !== undefined && plugin !== 'e2e') return undefined
  if (/(?:^|\/)(?:podlogs|hosts|resources)\//.test(path)) return undefined
  const name = path.split('/').at(-1) ?? ''
  if (/^junit.*\.xml$/i.test(name)) return 'junit'
  if (name === 'e2e.log') return 'log'
  if (name === 'serverversion.json') return 'server-version'
  if (name === 'version') return 'tests-version' // what our own runs keep
  return undefined
}

/** Collects the files of one set of results, bit by bit, and makes runs of them. */
export interface ResultFiles {
  /** Takes a piece of a file; pieces of one file come in order. ProbeError `malformed` where it is too large. */
  add(path: string, role: Role, bytes: Buffer): void
  /** Rejects with ProbeError `malformed` where there is no JUnit file, or one cannot be read. */
  runs(): Promise<readonly TestRun[]>
}

/** Bytes of a JUnit file; a whole run with every test failed stays below it. */
const largestJUnit = 64 * 1024 * 1024
const mostJUnit = 64
const largestVersion = 64 * 1024

/**
 * @param source what the user named, for messages
 * @param folderVersion a version that the place tells where the files do not: `v1.36/product/` of a CNCF submission
 */
export function resultFiles(source: string, folderVersion: string | null = null): ResultFiles {
  const pieces = new Map<string, { readonly decoder: StringDecoder; bytes: number; text: string[]; role: Role }>()
  const logs = new Map<string, { readonly decoder: StringDecoder; readonly reader: LogReader }>()

  return {
    add(path, role, bytes) {
      if (role === 'log') {
        const log = logs.get(path) ?? { decoder: new StringDecoder('utf8'), reader: logReader() }
        logs.set(path, log)
        log.reader.push(log.decoder.write(bytes))
        return
      }
      const file = pieces.get(path) ?? { decoder: new StringDecoder('utf8'), bytes: 0, text: [], role }
      pieces.set(path, file)
      file.bytes += bytes.length
      const most = role === 'junit' ? largestJUnit : largestVersion
      if (file.bytes > most) throw tooLarge(`${source}: ${path} is larger than ${most} bytes`)
      if (pieces.size > mostJUnit) throw tooLarge(`${source} has more than ${mostJUnit} JUnit files`)
      file.text.push(file.decoder.write(bytes))
    },

    async runs() {
      const textsOf = (wanted: Role) =>
        [...pieces.values()].flatMap(({ role, text }) => (role === wanted ? text.join('') : []))
      const read = [...logs.values()].map(({ reader }) => reader.read())
      const log = {
        attempts: new Map(read.flatMap(({ attempts }) => [...attempts])),
        testsVersion: only(source, 'the tests', [
          ...read.map(({ testsVersion }) => testsVersion),
          ...textsOf('tests-version').map((text) => /^v\d+\.\d+\.\d+\S*$/.exec(text.trim())?.[0] ?? null),
        ]),
        serverVersion: only(source, 'the API server', [
          ...read.map(({ serverVersion }) => serverVersion),
          ...textsOf('server-version').map(gitVersion),
        ]),
      }
      const junit = [...pieces].filter(([, { role }]) => role === 'junit').toSorted(([a], [b]) => (a < b ? -1 : 1))
      if (junit.length === 0) {
        throw new ProbeError('malformed', `${source}: there is no junit_01.xml of an e2e run in it`)
      }
      const runs: TestRun[] = []
      for (const [path, { text }] of junit) {
        const within = (place: string) => (path === '' ? place : `${place}: ${path}`)
        const { tests, ...file } = await parseJUnit(text.join(''), within(source))
        runs.push({
          source: within(basename(source)), // a report is for others, who need not know the folders of this machine
          testsVersion: log.testsVersion ?? folderVersion,
          serverVersion: log.serverVersion,
          ...file,
          tests: tests.map((test) => ({
            ...test,
            attempts: attemptsIn(log, test.name) ?? test.attempts ?? (read.length > 0 ? 1 : null),
          })),
        })
      }
      return runs
    },
  }
}

function tooLarge(what: string): ProbeError {
  return new ProbeError('malformed', `${what}; it is not read`)
}

/** The one version that all say. */
function only(source: string, what: string, versions: readonly (string | null)[]): string | null {
  const [first = null, second] = new Set(versions.filter((version) => version !== null))
  if (second === undefined) return first
  throw new ProbeError(
    'malformed',
    `${source}: it speaks of ${what} of ${first} and of ${second}; import the results of one run`,
  )
}

function gitVersion(text: string): string | null {
  try {
    const version = (JSON.parse(text) as { readonly gitVersion?: unknown } | null)?.gitVersion
    return typeof version === 'string' && version !== '' ? version.slice(0, 100) : null
  } catch {
    return null // a version that cannot be read is none
  }
}
