import { stringify } from 'yaml'
import type { ReportFormat, Result } from '../src/report.ts'
import { forTools, legible } from './shared/legible.ts'
import { summarize } from './shared/summary.ts'
import { visible } from './shared/visible.ts'

/** TAP 14: FAIL and DNF are `not ok`, with their evidence as YAML; MISS is skipped, with its cause. */
export const format: ReportFormat = {
  name: 'tap',
  extension: '.tap',
  render(given) {
    const report = legible(given, forTools)
    const results = Object.entries(report.results)
    const lines = [
      'TAP version 14',
      `# ${visible(summarize(legible(report)).headline)}`,
      `1..${results.length}`,
      ...results.map(([id, result], i) => `${point(id, i + 1, result)}${diagnostics(result)}`),
      ...(report.complete ? [] : ['Bail out! The run ended early.']),
    ]
    return `${lines.join('\n')}\n`
  },
}

function point(id: string, number: number, { verdict, cause, title }: Result): string {
  const ok = verdict === 'PASS' || verdict === 'MISS' ? 'ok' : 'not ok'
  const skip = verdict === 'MISS' ? ` # SKIP ${escaped(`${cause?.kind}: ${cause?.message}`)}` : ''
  return `${ok} ${number} - ${escaped(`${id}: ${title}`)}${skip}`
}

function diagnostics({ verdict, standard, cause, violations, notes, durationMs }: Result): string {
  if (verdict === 'PASS' || verdict === 'MISS') return ''
  const told = {
    verdict,
    standard: `${standard.id} ${standard.title}`,
    url: standard.url,
    ...(cause ? { cause } : {}),
    ...(violations.length > 0 ? { violations } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    duration_ms: durationMs,
  }
  const yaml = stringify(told, (_, value: unknown) => (typeof value === 'string' ? visible(value) : value), {
    lineWidth: 0,
  })
  return `\n---\n${yaml}...`.replaceAll('\n', '\n  ')
}

function escaped(text: string): string {
  return visible(text).replace(/[\\#]/g, '\\$&')
}
