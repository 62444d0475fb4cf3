/** Whether a vulnerability concerns a component, in the words of OpenVEX. */
export type State = 'affected' | 'under_investigation' | 'not_affected' | 'fixed'

/** What one document says of one vulnerability in one component. */
export interface Statement {
  /** `CVE-2026-1234`, or another name that the document gives. */
  readonly id: string
  /** purl where the document has one, else a name. */
  readonly component: string
  readonly state: State
  /** Somebody looked; a scanner's list alone does not say so, and what was looked into counts more. */
  readonly assessed: boolean
  /** ISO 8601: when it was said; null where the document does not tell. */
  readonly at: string | null
  /** From where it comes: file and JSON path. */
  readonly place: string
}

/** How bad a vulnerability is, as one document says. */
export interface Rating {
  readonly id: string
  /** CVSS base score; null where only a word is given. */
  readonly score: number | null
  readonly severity: Severity
  /** Of which components it is, called as in statements; absent: of all. */
  readonly components?: readonly string[]
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'none'

/** One document, read. */
export interface VulnerabilityDocument {
  /** As the provider names it. */
  readonly file: string
  readonly kind: 'CycloneDX' | 'CSAF' | 'OpenVEX'
  /** ISO 8601: when it was made or last changed; null where it does not tell. */
  readonly madeAt: string | null
  readonly statements: readonly Statement[]
  readonly ratings: readonly Rating[]
  /** What its components are called, by links as other documents refer to them; absent where none can. */
  readonly links?: ReadonlyMap<string, string>
  /** Names of one vulnerability, as the document holds them together; absent where it does not. */
  readonly sameNames?: readonly (readonly string[])[]
  /** Since when the public knows: ISO 8601 by id. */
  readonly disclosedAt: ReadonlyMap<string, string>
}

/** The severity that a CVSS base score stands for, by scs-0124-v1 (and CVSS itself). */
export function severityOf(score: number): Severity {
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'none'
}

const words: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['low', 'low'],
  ['none', 'none'],
  ['info', 'none'],
])

/** A score counts more than a word beside it; undefined where there is neither, or the word is `unknown`. */
export function ratingOf(id: string, score: number | undefined, word: string | undefined): Rating | undefined {
  if (score !== undefined) return { id, score, severity: severityOf(score) }
  const severity = words.get(word?.toLowerCase() ?? '')
  return severity && { id, score: null, severity }
}
