/** A licence expression of SPDX (2.3, annex D; 3.0, annex B). */
export type Expression =
  | {
      readonly is: 'licence'
      /** An identifier of the list, `LicenseRef-…`, `DocumentRef-…:LicenseRef-…`, NONE or NOASSERTION. */
      readonly id: string
      /** `+` */
      readonly orLater: boolean
      /** Of WITH: an exception of the list, or `AdditionRef-…`; null: none. */
      readonly exception: string | null
    }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Expression[] }

export type ParsedExpression =
  | { readonly ok: true; readonly value: Expression }
  | { readonly ok: false; readonly reason: string }

/** Expressions of whole distributions have some thousand letters. */
const mostLetters = 20_000
const mostDepth = 200

/**
 * Reads an expression: OR binds weakest, then AND, then WITH, then `+`; operators in capitals or in small letters.
 *
 * Our own, since spdx-expression-parse refuses a whole expression for one identifier that its own copy of the list lacks, and
 * our list is dated and can be replaced; it is also recursive without a bound. That an identifier is unknown is told when an
 * expression is judged, not here. spdx-satisfies writes expressions out into all their alternatives, which are 2^n.
 */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > mostLetters) return { ok: false, reason: `it has more than ${mostLetters} letters` }
  const tokens = text.match(/[()]|[^\s()]+/g) ?? []
  let next = 0

  function either(depth: number): Expression {
    return joined('or', () => joined('and', () => single(depth)))
  }

  function joined(is: 'and' | 'or', part: () => Expression): Expression {
    const first = part()
    const parts = [first]
    while (isOperator(tokens[next], is)) {
      next++
      parts.push(part())
    }
    return parts.length === 1 ? first : { is, parts }
  }

  function single(depth: number): Expression {
    const token = tokens[next++]
    if (token === '(') {
      if (depth >= mostDepth) throw new Flaw(`its brackets are more than ${mostDepth} deep`)
      const inner = either(depth + 1)
      if (tokens[next++] !== ')') throw new Flaw('a ) is missing')
      return inner
    }
    if (token === undefined) throw new Flaw('it ends where a licence is expected')
    const [, id, plus] = licenceWord.exec(token) ?? []
    if (id === undefined || isOperator(token, 'and') || isOperator(token, 'or') || isOperator(token, 'with')) {
      throw new Flaw(`${JSON.stringify(token.slice(0, 60))} where a licence is expected`)
    }
    let exception: string | null = null
    if (isOperator(tokens[next], 'with')) {
      const named = tokens[next + 1] ?? ''
      if (!licenceWord.test(named) || named.endsWith('+')) throw new Flaw('WITH without an exception')
      exception = named
      next += 2
    }
    return { is: 'licence', id, orLater: plus === '+', exception }
  }

  try {
    const value = either(0)
    if (next < tokens.length)
      throw new Flaw(`${JSON.stringify((tokens[next] ?? '').slice(0, 60))} where AND or OR is expected`)
    return { ok: true, value }
  } catch (error) {
    if (error instanceof Flaw) return { ok: false, reason: error.message }
    throw error
  }
}

class Flaw extends Error {}

const licenceWord = /^((?:DocumentRef-[A-Za-z0-9.-]+:)?[A-Za-z0-9][A-Za-z0-9.-]*)(\+)?$/

function isOperator(token: string | undefined, operator: 'and' | 'or' | 'with'): boolean {
  return token === operator || token === operator.toUpperCase()
}
