import type { Rating, Severity, State, Statement, VulnerabilityDocument } from './statement.ts'

/** One vulnerability in one component, after all documents were held together. */
export interface KnownVulnerability {
  readonly id: string
  /** purl, or a name. */
  readonly component: string
  readonly state: State
  /** The worst rating that a document gives; null where none does. */
  readonly rating: { readonly severity: Severity; readonly score: number | null } | null
  /** ISO 8601: since when the public knows; null where no document tells. */
  readonly since: string | null
  /** ISO 8601: when the newest document was made in which it is open; null where that one does not tell, or it is closed. */
  readonly listedAt: string | null
  /** File and JSON path of the statement that counts. */
  readonly place: string
}

/** What all documents together say; only what is open is told one by one. */
export interface KnownVulnerabilities {
  readonly documents: readonly {
    readonly file: string
    readonly kind: VulnerabilityDocument['kind']
    readonly madeAt: string | null
    /** Statements in it, and those of them that nobody has assessed: what a scanner found. */
    readonly said: number
    readonly found: number
  }[]
  /** Affected or under investigation, by id and component. */
  readonly open: readonly KnownVulnerability[]
  readonly closed: { readonly notAffected: number; readonly fixed: number }
}

/**
 * Holds documents together: of several statements on one vulnerability in one component the latest counts, one of somebody who
 * looked before a scanner's, and of equal ones the worse. Ratings and dates are the vulnerability's, whichever document gives
 * them: the worst, and the earliest; a rating of some components is that of those. A name of another list, such as GHSA's, stands for the CVE that a document puts beside
 * it. A purl without version speaks of all versions, and one without components of all.
 */
export function together(documents: readonly VulnerabilityDocument[]): KnownVulnerabilities {
  const links = new Map(documents.flatMap((one) => [...(one.links ?? [])]))
  const nameOf = nameFinder(documents.flatMap(({ sameNames = [] }) => sameNames))
  const statements = documents.flatMap((one) =>
    one.statements.map((said) => ({
      ...said,
      id: nameOf(said.id),
      component: followed(said.component, links),
      listedAt: one.madeAt,
    })),
  )
  const ratings = Map.groupBy(
    documents.flatMap((one) => one.ratings),
    ({ id }) => nameOf(id),
  )
  const disclosed = Map.groupBy(
    documents.flatMap(({ disclosedAt }) => [...disclosedAt]),
    ([id]) => nameOf(id),
  )
  const byId = Map.groupBy(statements, ({ id }) => id)
  const counted = [...byId].flatMap(([id, said]) => {
    const byComponent = Map.groupBy(said, ({ component }) => plain(component))
    // What is said of all versions, or of the whole, is no component of its own where a narrower one is named.
    const wide = new Set([...byComponent.keys()].flatMap((component) => wider(component)))
    const own = [...byComponent.keys()].filter((one) => !wide.has(one) || isOpenAsAWhole(byComponent.get(one) ?? []))
    const [since = null] = (disclosed.get(id) ?? []).map(([, at]) => at).toSorted(byTime)
    return own.flatMap((component) => {
      const all = [component, ...wider(component)].flatMap((one) => byComponent.get(one) ?? [])
      const [first, ...others] = all
      if (!first) return []
      const speaking = new Set([component, ...wider(component)])
      const rating = worst(
        (ratings.get(id) ?? []).filter((one) => one.components?.some((of) => speaking.has(plain(of))) ?? true),
      )
      const listed = all.flatMap((one) => (isOpen(one.state) && one.listedAt !== null ? [one.listedAt] : []))
      const listedAt = listed.toSorted(byTime).at(-1) ?? null
      const { state, place } = others.reduce<Statement>(stronger, first)
      return [{ id, component, state, place, rating, since, listedAt: isOpen(state) ? listedAt : null }]
    })
  })
  const count = (state: State) => counted.filter((one) => one.state === state).length
  return {
    documents: documents.map(({ file, kind, madeAt, statements: all }) => {
      return { file, kind, madeAt, said: all.length, found: all.filter(({ assessed }) => !assessed).length }
    }),
    open: counted.filter(({ state }) => isOpen(state)).toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
    closed: { notAffected: count('not_affected'), fixed: count('fixed') },
  }
}

/** The CVE that another name stands for; a name that is put beside several, as an advisory on all of them is, stays as it is. */
function nameFinder(same: readonly (readonly string[])[]): (id: string) => string {
  const known = new Map<string, Set<string>>()
  for (const names of same) {
    const cves = names.filter((name) => name.startsWith('CVE-'))
    for (const name of names) {
      if (name.startsWith('CVE-')) continue
      const before = known.get(name) ?? new Set()
      known.set(name, before)
      for (const cve of cves) before.add(cve)
    }
  }
  return (id) => {
    const [cve, another] = known.get(id) ?? []
    return cve !== undefined && another === undefined ? cve : id
  }
}

/** What a BOM-Link (`urn:cdx:SERIAL/VERSION#REF`) leads to; tools like to take the purl for the ref. */
function followed(component: string, links: ReadonlyMap<string, string>): string {
  const [, serial, ref] = /^(urn:cdx:[^/#]+)(?:\/\d+)?#(.+)$/.exec(component) ?? []
  if (serial === undefined || ref === undefined) return component
  // What is no URI encoding stays as it is.
  const decoded = ref.replaceAll(/%[0-7][\da-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
  return links.get(`${serial}#${decoded}`) ?? (decoded.startsWith('pkg:') ? decoded : component)
}

function keyOf({ id, component }: KnownVulnerability): string {
  return `${id} ${component}`
}

/** A purl without qualifiers and subpath: where it was packed says nothing of what it is. */
function plain(component: string): string {
  return component.startsWith('pkg:') ? component.replace(/[?#].*$/, '') : component
}

/** What else speaks of a component: its purl without version, and the whole. */
function wider(component: string): readonly string[] {
  if (component === 'the whole') return []
  const unversioned = component.startsWith('pkg:') ? component.replace(/@[^@/]*$/, '') : component
  return unversioned === component ? ['the whole'] : [unversioned, 'the whole']
}

/** Whoever looked and says that all is affected takes that back for all; that one component is not closes only that one. */
function isOpenAsAWhole(said: readonly Statement[]): boolean {
  const [first, ...others] = said
  if (first?.component !== 'the whole') return false
  const { state, assessed } = others.reduce(stronger, first)
  return assessed && isOpen(state)
}

function isOpen(state: State): boolean {
  return state === 'affected' || state === 'under_investigation'
}

const badness: readonly State[] = ['fixed', 'not_affected', 'under_investigation', 'affected']

function stronger(one: Statement, other: Statement): Statement {
  if (one.assessed !== other.assessed) return one.assessed ? one : other
  const order = byTime(one.at ?? '', other.at ?? '')
  if (order !== 0) return order > 0 ? one : other
  return badness.indexOf(one.state) >= badness.indexOf(other.state) ? one : other
}

function byTime(one: string, other: string): number {
  return (Date.parse(one) || 0) - (Date.parse(other) || 0)
}

const order: readonly Severity[] = ['none', 'low', 'medium', 'high', 'critical']

function worst(ratings: readonly Rating[]): KnownVulnerability['rating'] {
  const [first] = ratings.toSorted(
    (one, other) =>
      order.indexOf(other.severity) - order.indexOf(one.severity) || (other.score ?? 0) - (one.score ?? 0),
  )
  return first ? { severity: first.severity, score: first.score } : null
}
