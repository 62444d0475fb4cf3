import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type * as Yaml from 'yaml'
import { UsageError } from './usage-error.ts'

/** Keys and indices that lead from the top of a document to something in it. */
export type Path = readonly (string | number)[]

/** A YAML or JSON file as it was read, able to say where in it something stands. */
export interface SourceDocument {
  readonly file: string
  /** `sha256:` and the hex digest of its bytes. */
  readonly digest: string
  readonly data: unknown
  /** The error for what stands at this path: one sentence with file, line and key. */
  error(path: Path, wrong: string): UsageError
}

const maxBytes = 1024 * 1024

/**
 * Reads a YAML or JSON file that may come from anywhere.
 * @param secret that nothing written in it may be quoted
 * @throws UsageError in one sentence for whatever is wrong with the file.
 */
export async function readYaml(file: string, { secret = false } = {}): Promise<SourceDocument> {
  const bytes = await readBounded(file)
  return { digest: digestOf(bytes), ...(await parse(file, decode(file, bytes), secret)) }
}

/** `sha256:` and the hex digest. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** `timeline[0].date`; a key that could not be told from its surroundings is quoted. */
export function showPath(path: Path): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return /^[\w.-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
  })
  return steps.join('').replace(/^\./, '')
}

async function readBounded(file: string): Promise<Uint8Array> {
  try {
    await using handle = await open(file)
    const chunks: Uint8Array[] = []
    let size = 0
    while (size <= maxBytes) {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(65_536), 0, 65_536)
      if (bytesRead === 0) return Buffer.concat(chunks)
      chunks.push(buffer.subarray(0, bytesRead))
      size += bytesRead
    }
  } catch (error) {
    throw new UsageError(`${file}: ${whyUnreadable(error)}`, { cause: error })
  }
  throw new UsageError(`${file}: is larger than 1 MiB, so it is hardly the file that was meant`)
}

function whyUnreadable(error: unknown): string {
  const { code = String(error) } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file'
    case 'EISDIR':
      return 'is a directory, not a file'
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user'
    default:
      return `cannot be read (${code})`
  }
}

function decode(file: string, bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new UsageError(`${file}: is a binary file, not YAML`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new UsageError(`${file}: is not text in UTF-8`, { cause: error })
  }
}

async function parse(file: string, text: string, secret: boolean): Promise<Omit<SourceDocument, 'digest'>> {
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`
  try {
    // `merge` because the official tools read YAML 1.1, which knows `<<`.
    const document = yaml.parseDocument(text, {
      lineCounter: lines,
      merge: true,
      prettyErrors: false,
      logLevel: 'error',
    })
    const [wrong] = [...document.errors, ...document.warnings]
    if (wrong) throw new UsageError(`${at(wrong.pos[0])}: ${inOneSentence(wrong.message, secret)}`)
    if (document.contents === null) throw new UsageError(`${file}: is empty`)
    return {
      file,
      data: document.toJS(),
      error(path, wrong) {
        return new UsageError(
          `${at(offsetOf(yaml, document, path))}: ${path.length > 0 ? `${showPath(path)}: ` : ''}${wrong}`,
        )
      },
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file}: ${whyUnparsable(error, secret)}`, { cause: error })
  }
}

/** Where the last step of the path starts, or the nearest one above it that is written in the file. */
function offsetOf(yaml: typeof Yaml, document: Yaml.Document, path: Path): number {
  const resolve = (node: unknown) => (yaml.isAlias(node) ? node.resolve(document) : node)
  let node: unknown = document.contents
  let offset = document.contents?.range?.[0] ?? 0
  for (const step of path) {
    const parent = resolve(node)
    if (yaml.isMap(parent)) {
      const pair = parent.items.find(({ key }) => yaml.isScalar(key) && String(key.value) === step)
      if (!yaml.isScalar(pair?.key)) return offset
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (yaml.isSeq(parent)) {
      node = parent.items[Number(step)]
      if (!yaml.isNode(node)) return offset
      offset = node.range?.[0] ?? offset
    } else {
      return offset
    }
  }
  return offset
}

/** What the parser says of a fault; it may quote the file, after a colon, so nothing in it may steer a terminal. */
function inOneSentence(message: string, secret: boolean): string {
  if (/call stack/i.test(message)) return 'is nested too deeply'
  if (/multiple documents/i.test(message)) return 'a second document starts here, but a file holds one only'
  const said = secret ? message.replace(/:.*/s, '') : message
  return said.replace(/[.:]?\n.*/s, '').replace(/\p{Cc}/gu, '?')
}

function whyUnparsable(error: unknown, secret: boolean): string {
  const said = inOneSentence(error instanceof Error ? error.message : String(error), secret)
  return /alias/i.test(said) ? `its aliases cannot be followed (${said})` : said
}
