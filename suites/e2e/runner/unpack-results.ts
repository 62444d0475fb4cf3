import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { markers } from './pod.ts'

/** A file of the results, by its path below the results folder: `serial/junit_01.xml`. */
export type UnpackedFiles = ReadonlyMap<string, Buffer>

/** Bytes of one unpacked file; a log as large is cut by the pod. */
const largestFile = 128 * 1024 * 1024

/**
 * Takes the files out of the log of the container that prints them.
 *
 * @returns the files, or in one sentence what is wrong with the log: it ends too early, or a piece is missing in between
 */
export function unpackResults(log: string): UnpackedFiles | { readonly wrong: string } {
  const files = new Map<string, Buffer>()
  let open: { readonly name: string; readonly digest: string; readonly lines: string[] } | undefined
  for (const line of log.split('\n')) {
    const [marker = '', name = '', digest = ''] = line.trim().split(' ')
    if (marker === markers.all) {
      if (Number(name) === files.size) return files
      return { wrong: `it has ${files.size} of ${name} files` }
    }
    // They become paths below the folder of the report.
    if (marker === markers.file && !/^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(name))
      return { wrong: `it names the file ${name}` }
    if (marker === markers.file) open = { name, digest, lines: [] }
    else if (marker === markers.end && open) {
      const bytes = unpack(open.lines, open.digest)
      if (!bytes) return { wrong: `${open.name} did not arrive whole` }
      files.set(open.name, bytes)
      open = undefined
    } else open?.lines.push(line)
  }
  return { wrong: open ? `it ends within ${open.name}` : 'it ends before the last file' }
}

function unpack(lines: readonly string[], digest: string): Buffer | undefined {
  const packed = Buffer.from(lines.join(''), 'base64')
  if (createHash('sha256').update(packed).digest('hex') !== digest) return undefined
  return gunzipSync(packed, { maxOutputLength: largestFile })
}
