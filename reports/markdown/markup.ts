import { visible } from '../shared/visible.ts'

export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heading, heading.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

export function folded(summary: string, lines: readonly string[]): string {
  return lines.length > 0 ? `<details><summary>${summary}</summary>\n\n${lines.join('\n')}\n\n</details>` : ''
}

/** Literal text: a code span, where neither HTML nor Markdown nor @mentions mean anything. */
export function code(text: string): string {
  const shown = visible(text)
  if (shown.trim() === '') return '(empty)'
  const fence = '`'.repeat(1 + Math.max(0, ...(shown.match(/`+/g) ?? []).map((ticks) => ticks.length)))
  const room = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return fence + room + shown + room + fence
}

/** Running text with every mark of Markdown disarmed, and no @mention or #reference that would call somebody. */
export function prose(text: string): string {
  const disarmed = visible(text)
    .replace(/[\\`*_[\]{}<>~]|^[-+#=]/g, '\\$&')
    .replaceAll('&', '&amp;')
  return disarmed.replace(/[@#!](?=\w)/g, '$&\u2060')
}
