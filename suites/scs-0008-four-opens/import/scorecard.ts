import { inShape, listOf, readHandedInJson, record, text, wire } from '../../../src/provider/handed-in.ts'

/** What OpenSSF Scorecard found of one repository. */
export interface Scorecard {
  readonly file: string
  /** `github.com/openstack/nova` */
  readonly repository: string
  /** A day, or a moment. */
  readonly date: string
  /** 0 to 10; -1 where nothing could be scored. */
  readonly score: number
  /** By name; -1 where it could not be decided. */
  readonly checks: Readonly<Record<string, { readonly score: number; readonly reason: string }>>
}

interface WireScorecard {
  readonly date: string
  readonly repo: { readonly name: string }
  readonly score: number
  readonly checks: readonly { readonly name: string; readonly score: number; readonly reason: string }[]
}

const points = { type: 'number', minimum: -1, maximum: 10 }
const shape = wire<WireScorecard>(
  'result of OpenSSF Scorecard',
  record({
    date: text,
    repo: record({ name: text }),
    score: points,
    checks: listOf(record({ name: text, score: points, reason: text })),
  }),
)

/**
 * Reads a result as `scorecard --format=json` writes it and api.scorecard.dev gives it; or a list of such.
 * @throws ProbeError malformed, with file and JSON path
 */
export async function readScorecard(path: string, file: string): Promise<readonly Scorecard[]> {
  const document = await readHandedInJson(path, file)
  const all: readonly unknown[] = Array.isArray(document) ? document : [document]
  return Promise.all(
    all.map(async (one, index) => {
      const name = Array.isArray(document) ? `${file}[${index}]` : file
      const { date, repo, score, checks } = await inShape(one, shape, name)
      const named = checks.map(({ name, score, reason }) => [name, { score, reason }] as const)
      return { file, repository: repo.name, date, score, checks: Object.fromEntries(named) }
    }),
  )
}
