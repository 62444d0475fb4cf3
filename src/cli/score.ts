import { scoreCard } from '../certification/score-card.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { ScoreOptions } from '../options.ts'
import { worst, type ScoreCard } from '../report.ts'
import type { Scope } from '../scope.ts'
import { loadScope, scopeIds } from '../standards.ts'
import { UsageError } from '../usage-error.ts'
import { oneLine } from './one-line.ts'
import { writeOrRefuse } from './output.ts'
import { readSources, type Source } from './score-sources.ts'

/** `score`: the standing of a subject over several reports and attestations. With --gate the exit code tells it. */
export async function score(names: readonly string[], options: ScoreOptions): Promise<number> {
  const at = options.date === undefined ? new Date().toISOString() : `${options.date}T23:59:59.999Z`
  const { sources, others } = await readSources(names, at, options.allowedSigners)
  const subjects = [...new Set(sources.map(({ subject }) => subject))]
  const subject = options.subject ?? (subjects.length === 1 ? subjects[0] : undefined)
  if (subject === undefined) {
    throw new UsageError(`there are several subjects, ${subjects.join(', ')}: choose one with --subject`)
  }
  if (!subjects.includes(subject)) {
    const known = subjects.join(', ')
    throw new UsageError(
      `--subject ${subject}: none is about it${didYouMean(subject, subjects)}; they are about ${known}`,
    )
  }
  const own = sources.filter((source) => source.subject === subject)
  const scopes = await scopesOf(own, options.scope)
  const [first] = scopes
  if (!first) throw new UsageError('no report says by which scope it was made; name one with --scope')
  const { layer } = first
  const another = scopes.find((scope) => scope.layer !== layer)
  if (another) {
    throw new UsageError(
      `${subject} is judged on two layers, each with a standing of its own: choose one with --scope ${first.id} or --scope ${another.id}`,
    )
  }
  const isKnown = (uuid: string) => scopes.some((scope) => scope.uuid === uuid)
  const unknown = options.scope ? 'it is of another scope' : 'it is of a scope that is not known here'
  const told = sources.map((source) => ({
    ...source,
    left:
      whyLeftOut(source, subject, at) ??
      (source.scopeUuid !== null && !isKnown(source.scopeUuid) ? unknown : undefined),
  }))
  const observations = told.flatMap(({ left, observations }) => (left === undefined ? observations : []))
  const card = scoreCard(subject, layer, scopes, observations, at)
  const { renderCard } = await import('../../reports/score-card.ts')
  const whole: ScoreCard = {
    ...card,
    sources: told.map(({ id, file, kind, checkedAt, left, observations }) => ({
        id, file, kind, checkedAt, results: left === undefined ? observations.length : 0, ...(left === undefined ? {} : { left }),
      })), // prettier-ignore
    ...(others.length > 0 ? { others } : {}),
  }
  const { validateCard } = await import('../../reports/validate.ts')
  const wrong = validateCard(JSON.parse(JSON.stringify(whole)))
  if (wrong !== null) throw new Error(`the score card does not fit its own schema: ${wrong}`)
  const text = renderCard(whole, options.format, options.language)
  if (options.output === undefined) process.stdout.write(text)
  else writeOrRefuse(options.output, text)
  if (!options.gate) return 0
  const rungs = scopes.map((scope) => card.level[scope.level])
  const verdict = worst(rungs.map((rung) => rung.verdict))
  const tentative = new Set(rungs.flatMap((rung) => rung.tentative ?? []))
  if (verdict === 'PASS' && tentative.size > 0) {
    const line = `the level is reached, but tentatively: no assessor has confirmed the attestation of ${[...tentative].join(', ')}`
    process.stderr.write(`${oneLine(`scs-conformance: ${line}`)}\n`)
  }
  return verdict === 'PASS' ? 0 : verdict === 'FAIL' ? 1 : 2
}

async function scopesOf(sources: readonly Source[], given: readonly string[] | undefined): Promise<readonly Scope[]> {
  if (given) return Promise.all(given.map((name) => loadScope(name)))
  const bundled = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
  const used = new Set(sources.map(({ scopeUuid }) => scopeUuid))
  return bundled.filter(({ uuid }) => used.has(uuid))
}

/** Why a source that is about another subject is left out. */
export function aboutAnother(subject: string): string {
  return `it is about ${subject}`
}

/** No known report is left out silently. */
function whyLeftOut({ subject: its, worthless, checkedAt }: Source, subject: string, at: string): string | undefined {
  if (its !== subject) return aboutAnother(its)
  if (worthless !== undefined) return worthless
  return checkedAt > at ? 'it was made later' : undefined
}
