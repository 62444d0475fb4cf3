import type { Report, WaiverUse } from '../../src/report.ts'
import { count } from './visible.ts'

const states = {
  used: 'used',
  unused: 'not needed: all that it names pass, so it can go',
  expired: 'expired: it holds no longer',
  unknown: 'names no testcase of this scope',
} satisfies Record<WaiverUse['state'], string>

/** What became of each waiver, as text that is not escaped yet. */
export function waivers({ waivers: all = [] }: Report): readonly { readonly name: string; readonly text: string }[] {
  return all.map(({ id, pattern, subject, reason, owner, expires, link, state, testcases }) => {
    const softened = state === 'used' ? ` for ${count(testcases.length, 'testcase')}` : ''
    const only = subject === undefined ? '' : `, for ${subject}`
    const more = link === undefined ? '' : `, ${link}`
    const text = `${states[state]}${softened}${only}: ${reason} (${owner}, until ${expires}${more})`
    return { name: id ?? pattern ?? '', text }
  })
}
