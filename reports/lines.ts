import type { ReportFormat } from '../src/report.ts'

/** One line per testcase, `id: VERDICT`, in the order of the plan; nothing else, so that grep and sort do the rest. */
export const format: ReportFormat = {
  name: 'lines',
  extension: '.lines',
  render: ({ results }) =>
    Object.entries(results)
      .map(([id, { verdict }]) => `${id}: ${verdict}\n`)
      .join(''),
}
