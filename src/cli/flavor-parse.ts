import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describeFlavorName } from '../../suites/flavor-names/describe-flavor-name.ts'
import { extraSpecsOf } from '../../suites/flavor-names/extra-specs.ts'
import { formatFlavorName } from '../../suites/flavor-names/format-flavor-name.ts'
import { parseFlavorName } from '../../suites/flavor-names/parse-flavor-name.ts'
import { visible } from '../../suites/flavor-names/visible.ts'
import { UsageError } from '../usage-error.ts'

/** Names in batches, so that a million of them neither pile up nor cost a turn of the event loop each. */
type Batches = AsyncIterable<readonly string[]> | Iterable<readonly string[]>

/** Writes one line for each name, no faster than they are read; a reader that goes away ends it. */
export async function parseNames(
  names: Batches,
  { stdout, json }: { readonly stdout: Writable; readonly json: boolean },
): Promise<{ readonly total: number; readonly refused: number }> {
  let total = 0
  let refused = 0
  async function* lines(): AsyncGenerator<string> {
    for await (const batch of names) {
      let text = ''
      for (const name of batch) {
        const parsed = parseFlavorName(name)
        total += 1
        if (!parsed.ok) refused += 1
        text += json ? `${JSON.stringify(asData(name, parsed))}\n` : `${asText(name, parsed)}\n`
      }
      if (text !== '') yield text
    }
  }
  try {
    await pipeline(Readable.from(lines()), stdout, { end: false })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
  return { total, refused }
}

/** The lines of a stream that are not empty, without their line feeds. A carriage return is part of the name, as for the official parser. */
export async function* linesOf(stdin: Readable): AsyncGenerator<readonly string[]> {
  stdin.setEncoding('utf8')
  let rest = ''
  for await (const chunk of stdin as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > 1_048_576)
      throw new UsageError('a line of standard input is longer than 1 MiB: flavor names are expected, one a line')
    yield lines.filter((line) => line !== '')
  }
  if (rest !== '') yield [rest]
}

/** Describes each name on a line of its own and returns how many were refused; those are told on stderr. */
export function describeNames(
  names: readonly string[],
  { stdout, stderr }: { readonly stdout: Writable; readonly stderr: Writable },
): number {
  let refused = 0
  for (const name of names) {
    const parsed = parseFlavorName(name)
    if (parsed.ok) {
      const old = parsed.tolerated ? ` (a name of v1, today ${formatFlavorName(parsed.value)})` : ''
      stdout.write(`${visible(name)}: ${describeFlavorName(parsed.value)}${old}\n`)
    } else {
      refused += 1
      stderr.write(`${visible(name)}: ${parsed.reason}\n`)
    }
  }
  return refused
}

type Outcome = ReturnType<typeof parseFlavorName>

function asData(name: string, parsed: Outcome): object {
  if (!parsed.ok) return { name, ok: false, reason: parsed.reason, tolerated: false }
  const { cpus, ramGiB, disk } = parsed.value
  const diskGB = disk ? disk.sizeGB : 0
  return { name, ok: true, tolerated: parsed.tolerated, cpus, ramGiB, diskGB, extraSpecs: extraSpecsOf(parsed.value) }
}

function asText(name: string, parsed: Outcome): string {
  if (!parsed.ok) return `refused    ${visible(name)}: ${parsed.reason}`
  return parsed.tolerated
    ? `tolerated  ${visible(name)}: a name of v1, today ${formatFlavorName(parsed.value)}`
    : `ok         ${name}`
}
