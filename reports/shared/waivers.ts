import type { Report } from '../../src/report.ts'
import { plain, type Tongue } from '../language/tongue.ts'

/** What became of each waiver, as text that is not escaped yet. */
export function waivers(
  { waivers: all = [] }: Report,
  { words: { waivers: words }, count, day }: Tongue = plain,
): readonly { readonly name: string; readonly text: string }[] {
  return all.map(({ id, pattern, subject, reason, owner, expires, link, state, testcases }) => {
    const softened = state === 'used' ? words.softened(count(testcases.length, 'testcase')) : ''
    const only = subject === undefined ? '' : words.onlyFor(subject)
    const more = link === undefined ? '' : `, ${link}`
    const text = `${words[state]}${softened}${only}: ${reason} (${owner}, ${words.until(day(expires))}${more})`
    return { name: id ?? pattern ?? '', text }
  })
}
