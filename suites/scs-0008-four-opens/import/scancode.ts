import { inShape, listOf, record, text, wire } from '../../../src/provider/handed-in.ts'
import type { LicenceScan } from './scan.ts'

interface WireScanCode {
  readonly headers: readonly {
    readonly tool_name: string
    readonly tool_version: string
    readonly start_timestamp: string
    readonly errors?: readonly string[]
  }[]
  readonly files: readonly {
    readonly path: string
    readonly type: string
    readonly detected_license_expression_spdx?: string | null
    readonly scan_errors?: readonly string[]
  }[]
}

const shape = wire<WireScanCode>(
  'result of ScanCode',
  record({
    headers: {
      ...listOf(record({ tool_name: text, tool_version: text, start_timestamp: text }, { errors: listOf(text) })),
      minItems: 1,
    },
    files: listOf(
      record(
        { path: text, type: text },
        { detected_license_expression_spdx: { type: ['string', 'null'] }, scan_errors: listOf(text) },
      ),
    ),
  }),
)

/** ScanCode's own name of a licence in an expression, of those that tell of one of these. */
function namedIn(expression: string, words: readonly string[]): string | undefined {
  const ids = expression.match(/[\w.-]+/g) ?? []
  return ids.find((id) => id.startsWith('LicenseRef-scancode-') && words.some((word) => id.includes(word)))
}

/** In names of what reserves all rights, or costs. */
const proprietary = ['proprietary', 'commercial']
/** Where it sees that there is a licence, and not which. */
const unknown = ['unknown']

/**
 * `scancode --license --json`. A file without a licence of its own is no flaw where its project has one, and most have none; they
 * are counted. ProbeError malformed, with file and JSON path.
 */
export async function readScanCode(document: unknown, file: string): Promise<LicenceScan | string> {
  const { headers, files } = await inShape(document, shape, file)
  const scanned = files.filter(({ type }) => type === 'file')
  if (scanned.every((one) => one.detected_license_expression_spdx === undefined)) {
    return `${file}: was made without --license`
  }
  const flaws: LicenceScan['flaws'][number][] = []
  const unseen = headers.flatMap(({ errors = [] }) => errors.map((said) => `the scan reports: ${firstLine(said)}`))
  for (const { path, detected_license_expression_spdx: expression, scan_errors: errors = [] } of scanned) {
    const found = namedIn(expression ?? '', proprietary)
    // Of a choice one may take the other; which there is to take is not evaluated here.
    if (found && / OR /i.test(expression ?? '')) unseen.push(`${path} is under a choice with ${found}`)
    else if (found) flaws.push({ subject: path, what: `is under ${found}` })
    const unclear = namedIn(expression ?? '', unknown)
    if (unclear) unseen.push(`${path} is under ${unclear}`)
    if (errors[0] !== undefined) unseen.push(`${path} could not be scanned: ${firstLine(errors[0])}`)
  }
  const without = scanned.filter((one) => !one.detected_license_expression_spdx).length
  if (without === scanned.length) unseen.push('no file tells a licence')
  const [head] = headers
  return {
    file,
    tool: `ScanCode ${head?.tool_version ?? ''}`,
    madeAt: momentOf(head?.start_timestamp ?? ''),
    filesScanned: scanned.length,
    flaws,
    unseen,
    notes: without > 0 ? [`${without} of ${scanned.length} files tell no licence of their own`] : [],
  }
}

/** `2026-11-20T123456.123456`, as ScanCode writes it. */
function momentOf(stamp: string): string {
  return stamp.replace(/^(\d{4}-\d{2}-\d{2}T)(\d{2})(\d{2})(\d{2})(?:\.\d+)?$/, '$1$2:$3:$4Z')
}

function firstLine(said: string): string {
  return said.split('\n')[0]?.slice(0, 200) ?? ''
}
