import type { Reason } from '../views/release/decision.ts'
import { links } from './links.ts'
import { template, type Markup } from './markup.ts'
import { link } from './parts.ts'

/** Those reasons that weigh so, as sentences that lead to the testcases which they name. */
export function reasonsInWords(
  reasons: readonly Reason[],
  wanted: Reason['weighs'],
  scopeId: string,
): readonly Markup[] {
  return reasons.filter(({ weighs }) => weighs === wanted).map(sentence)

  function sentence({ text, testcase }: Reason): Markup {
    const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
    const at = testcase === undefined ? -1 : whole.indexOf(testcase)
    if (testcase === undefined || at < 0) return draw({ before: whole, named: '', after: '' })
    const [before, after] = [whole.slice(0, at), whole.slice(at + testcase.length)]
    return draw({ before, named: link(links.testcase(testcase, scopeId), testcase), after })
  }
}

const draw = template<{ readonly before: string; readonly named: Markup | ''; readonly after: string }>(
  '<%= it.before %><%= it.named %><%= it.after %>',
)
