import { unzip, zipSync, type Zippable } from 'fflate'

/** Files by their path in an archive. */
export type Files = Readonly<Record<string, Uint8Array>>

/** What an archive from outside may hold; a run with 5,000 flavors and 5,000 images takes 12 MB. */
const mostBytes = 512 * 2 ** 20
const mostFiles = 1000

/** ZIP dates begin here: same files, same bytes. */
const noDate = '1980-01-01T12:00:00'

/** A ZIP archive of these files, in the order of their names. */
export function pack(files: Files): Uint8Array {
  const sorted = Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const entries = sorted.map(([name, bytes]) => [name, [bytes, { mtime: noDate, os: 0 }]] as const)
  return zipSync(Object.fromEntries(entries) as Zippable, { level: 6 })
}

/**
 * The files of a ZIP archive. Rejects with an Error whose message completes "FILE: …": not a ZIP, too large when unpacked, a
 * name that leaves the archive or is there twice.
 */
export async function unpack(archive: Uint8Array): Promise<Files> {
  let bytes = 0
  let refused: string | undefined
  const names = new Set<string>()
  const files = await new Promise<Files>((resolve, reject) => {
    unzip(
      archive,
      {
        filter({ name, originalSize }) {
          bytes += originalSize
          refused ??= refusal(name, names)
          if (names.size >= mostFiles) refused ??= `holds more than ${mostFiles} files`
          if (bytes > mostBytes) refused ??= `is larger than ${mostBytes / 2 ** 20} MiB when unpacked`
          names.add(name)
          return refused === undefined
        },
      },
      (error, unpacked) =>
        error ? reject(new Error(`is not a ZIP archive, or a broken one (${error.message})`)) : resolve(unpacked),
    )
  })
  if (refused !== undefined) throw new Error(refused)
  return files
}

function refusal(name: string, names: ReadonlySet<string>): string | undefined {
  if (names.has(name)) return `holds ${JSON.stringify(name)} twice`
  const steps = name.split('/')
  const leaves = name.startsWith('/') || /[\\\0]/.test(name) || steps.some((step) => step === '..' || step === '')
  return leaves ? `holds a file with the name ${JSON.stringify(name)}, which no bundle has` : undefined
}
