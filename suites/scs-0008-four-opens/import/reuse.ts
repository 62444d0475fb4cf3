import { inShape, listOf, record, text, wire, yesNo, count } from '../../../src/provider/handed-in.ts'
import type { LicenceScan } from './scan.ts'

/** Lists of names or paths; where a licence is told with the files it stands in, it is the key. */
type Names = readonly string[] | Readonly<Record<string, unknown>>

interface WireReuse {
  readonly lint_version: string
  readonly reuse_tool_version: string
  readonly non_compliant: Readonly<Record<string, Names>>
  readonly summary: { readonly files_total: number; readonly compliant: boolean }
}

const names = { anyOf: [listOf(text), { type: 'object' }] }
const shape = wire<WireReuse>(
  'result of reuse lint',
  record({
    lint_version: text,
    reuse_tool_version: text,
    non_compliant: { type: 'object', additionalProperties: names },
    summary: record({ files_total: count, compliant: yesNo }),
  }),
)

/** What REUSE calls non-compliant, in words; what it adds in later versions is told by its own name. */
const words: Readonly<Record<string, string>> = {
  bad_licenses: 'is no licence that SPDX knows',
  deprecated_licenses: 'is a deprecated name of a licence',
  licenses_without_extension: 'is the text of a licence, without an extension',
  missing_licenses: 'is used, and its text is not there',
  unused_licenses: 'is there, and nothing is under it',
  missing_copyright_info: 'tells no copyright',
  missing_licensing_info: 'tells no licence',
  invalid_spdx_expressions: 'has an expression that SPDX does not know',
}

/** `reuse lint --json`. ProbeError malformed, with file and JSON path. */
export async function readReuse(document: unknown, file: string): Promise<LicenceScan> {
  const { reuse_tool_version: version, non_compliant: found, summary } = await inShape(document, shape, file)
  const { read_errors: unread = [], ...rest } = found
  const flaws = Object.entries(rest).flatMap(([kind, names]) => {
    const subjects = isList(names) ? names : Object.keys(names)
    return subjects.map((subject) => ({ subject, what: words[kind] ?? kind }))
  })
  const unseen = (isList(unread) ? unread : Object.keys(unread)).map((path) => `${path} could not be read`)
  // It says no, and we do not see of what.
  if (!summary.compliant && flaws.length + unseen.length === 0)
    unseen.push('it is not compliant, and does not tell why')
  return {
    file,
    tool: `REUSE ${version}`,
    madeAt: null,
    filesScanned: summary.files_total,
    flaws,
    unseen,
    notes: [],
  }
}

function isList(names: Names): names is readonly string[] {
  return Array.isArray(names)
}
