import type { ReportFormat } from '../src/report.ts'

/** Formats by the name that `--format` takes. A format and its libraries are loaded when they are asked for. */
export const formats: Readonly<Record<string, () => Promise<ReportFormat>>> = {
  text: async () => (await import('./text.ts')).format,
  json: async () => (await import('./json.ts')).format,
  lines: async () => (await import('./lines.ts')).format,
  'scs-yaml': async () => (await import('./scs-yaml.ts')).format,
  junit: async () => (await import('./junit.ts')).format,
  tap: async () => (await import('./tap.ts')).format,
  markdown: async () => (await import('./markdown.ts')).format,
  oscal: async () => (await import('./oscal.ts')).format,
  csv: async () => (await import('./csv.ts')).format,
  badge: async () => (await import('./badge.ts')).format,
  html: async () => (await import('./html.ts')).format,
}
