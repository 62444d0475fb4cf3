import type { LicenceNames, SpdxLicences } from '../../src/provider/licence-data.ts'
import { parseExpression, type Expression } from './licence-expression.ts'
import type { LicenceClaim } from './model.ts'

/**
 * Whether one can keep to it with licences that the OSI has approved alone: `yes`; `no`, as is known; or `open`, as the data
 * at hand do not tell.
 */
export interface OsiVerdict {
  readonly is: 'yes' | 'no' | 'open'
  /** Why it is not yes: `BUSL-1.1 is not approved by the OSI`. */
  readonly why: readonly string[]
}

/** What licences are judged by. */
export interface KnownLicences {
  readonly list: SpdxLicences
  readonly names: LicenceNames
}

/** Judges licences; the same claim is judged once. Names of the file's own LicenseRefs come with each call. */
export function osiJudge(known: KnownLicences): {
  expression(text: string, refs?: Readonly<Record<string, string>>): OsiVerdict
  /** All that one component claims. */
  claims(claims: readonly LicenceClaim[], refs?: Readonly<Record<string, string>>): OsiVerdict
} {
  const approved = lowered(known.list.approved)
  const listed = new Map([...approved, ...lowered(known.list.notApproved)])
  const exceptions = lowered(known.list.exceptions)
  const deprecated = new Map(Object.entries(known.list.deprecated).map(([id, is]) => [id.toLowerCase(), is]))
  const notOpen = new Map(
    known.names.notOpen.flatMap(({ names, licence }) => names.map((name) => [name, licence] as const)),
  )
  const judged = new Map<string, OsiVerdict>()

  function expression(text: string, refs: Readonly<Record<string, string>> = {}): OsiVerdict {
    const hasRefs = /LicenseRef-/i.test(text)
    const before = hasRefs ? undefined : judged.get(text)
    if (before) return before
    const parsed = parseExpression(text)
    const verdict = parsed.ok ? ofExpression(parsed.value, refs) : (ofText(text) ?? unreadable(text, parsed.reason))
    if (!hasRefs) judged.set(text, verdict)
    return verdict
  }

  function ofExpression(value: Expression, refs: Readonly<Record<string, string>>): OsiVerdict {
    if (value.is === 'licence') return ofLicence(value, refs)
    const parts = value.parts.map((part) => ofExpression(part, refs))
    return value.is === 'and' ? all(parts) : any(parts)
  }

  function ofLicence(
    { id, orLater, exception }: Extract<Expression, { is: 'licence' }>,
    refs: Readonly<Record<string, string>>,
  ): OsiVerdict {
    const licence = ofId(id, orLater, refs)
    if (exception === null || licence.is !== 'yes') return licence
    // An exception gives permissions on top; one that is not on the list may be anything, such as the Commons Clause.
    if (exceptions.has(exception.toLowerCase())) return licence
    const named = notOpen.get(normalised(exception.replace(/^AdditionRef-/i, '')))
    if (named !== undefined) return no(`${exception} is ${named}`)
    return open(`the exception ${exception} is not on the SPDX list`)
  }

  function ofId(id: string, orLater: boolean, refs: Readonly<Record<string, string>>): OsiVerdict {
    if (/^NOASSERTION$/i.test(id)) return open('NOASSERTION')
    if (/^NONE$/i.test(id)) return no('it has no licence (NONE)')
    if (/LicenseRef-/i.test(id)) return ofReference(id, refs)
    const small = id.toLowerCase()
    const equal = deprecated.get(small)
    if (equal !== undefined) return expression(equal)
    if (approved.has(small)) return yes
    const isLater = orLater || small.endsWith('-or-later') || small.endsWith('+')
    if (isLater && laterApproved(small.replace(/\+$|-or-later$/, ''))) return yes
    const name = listed.get(small)
    if (name !== undefined) return no(`${name} is not approved by the OSI`)
    return ofText(id) ?? open(`${id} is not on the SPDX list`)
  }

  /** "Or later" lets one choose: GPL-1.0-or-later can be taken as GPL-2.0. */
  function laterApproved(base: string): boolean {
    const [, family, number] = /^(.*-)(\d+(?:\.\d+)*)$/.exec(base) ?? []
    if (family === undefined || number === undefined) return false
    return [...approved.keys()].some((id) => {
      const [, other] = id.startsWith(family) ? (/^(\d+(?:\.\d+)*)(?:-only)?$/.exec(id.slice(family.length)) ?? []) : []
      return other !== undefined && other.localeCompare(number, 'en', { numeric: true }) > 0
    })
  }

  /**
   * By the name that the document gives it, and by its own: `LicenseRef-scancode-mongodb-sspl-1.0`. A name that is not known
   * may be that of a changed licence, whatever the reference looks like.
   */
  function ofReference(id: string, refs: Readonly<Record<string, string>>): OsiVerdict {
    const own = id.replace(/^.*LicenseRef-/i, '').replace(/^scancode-/i, '')
    const title = Object.hasOwn(refs, id) ? refs[id] : undefined
    const isNamed = title !== undefined && title !== id && normalised(title) !== normalised(own)
    const [byOwn, byTitle] = [ofText(own), isNamed ? ofText(title) : undefined]
    return (
      [byOwn, byTitle].find((verdict) => verdict?.is === 'no') ??
      (isNamed ? byTitle : byOwn) ??
      open(`${id}${title === undefined ? '' : ` (${title.slice(0, 80)})`} is not known`)
    )
  }

  /** What free words mean, where that is certain. */
  function ofText(text: string): OsiVerdict | undefined {
    const name = normalised(text)
    const wrong = notOpen.get(name)
    if (wrong !== undefined) return no(`${text.slice(0, 80)} is ${wrong}`)
    const alias = Object.hasOwn(known.names.aliases, name) ? known.names.aliases[name] : undefined
    return alias === undefined ? undefined : expression(alias)
  }

  function claim(one: LicenceClaim, refs: Readonly<Record<string, string>>): OsiVerdict {
    if ('expression' in one) return expression(one.expression, refs)
    const text = one.name.trim()
    // Tools put identifiers and expressions where names belong.
    const word = /^[A-Za-z0-9.+-]+$/.test(text) && listed.has(text.toLowerCase().replace(/\+$/, ''))
    if (word || / (AND|OR|WITH) /.test(text)) return expression(text, refs)
    return ofText(text) ?? open(`what ${JSON.stringify(text.slice(0, 80))} means is not certain`)
  }

  return {
    expression,
    claims(claims, refs = {}) {
      if (claims.length === 0) return open('it states no licence')
      const each = claims.map((one) => claim(one, refs))
      const together = all(each)
      // A list of licences does not say whether all of them hold or one may choose (CycloneDX, "licenses").
      if (together.is !== 'no' || each.every(({ is }) => is === 'no')) return together
      return open(`it lists several licences without saying whether one may choose, and ${together.why.join('; ')}`)
    },
  }
}

const yes: OsiVerdict = { is: 'yes', why: [] }
const no = (why: string): OsiVerdict => ({ is: 'no', why: [short(why)] })
const open = (why: string): OsiVerdict => ({ is: 'open', why: [short(why)] })
/** Identifiers may be as long as a file has them. */
const short = (why: string) => (why.length > 300 ? `${why.slice(0, 300)}…` : why)

/** AND: one that is not approved decides; then one that is not known. */
function all(parts: readonly OsiVerdict[]): OsiVerdict {
  return worstOf(parts, ['no', 'open', 'yes'])
}

/** OR: one that is approved decides; then one that is not known. */
function any(parts: readonly OsiVerdict[]): OsiVerdict {
  return worstOf(parts, ['yes', 'open', 'no'])
}

function worstOf(parts: readonly OsiVerdict[], order: readonly OsiVerdict['is'][]): OsiVerdict {
  const is = order.find((one) => parts.some((part) => part.is === one)) ?? 'yes'
  if (is === 'yes') return yes
  return { is, why: [...new Set(parts.filter((part) => part.is === is).flatMap(({ why }) => why))] }
}

function unreadable(text: string, reason: string): OsiVerdict {
  return open(`${JSON.stringify(text.slice(0, 80))} is no SPDX expression (${reason})`)
}

function lowered(ids: readonly string[]): Map<string, string> {
  return new Map(ids.map((id) => [id.toLowerCase(), id]))
}

/** Small letters, digits, dots and plus; one blank for whatever is between. */
export function normalised(text: string): string {
  return text
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9.+]+/g, ' ')
    .replace(/\blicence\b/g, 'license')
    .trim()
}
