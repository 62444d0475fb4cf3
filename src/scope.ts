import type { Layer, Level, Target, Validity } from './report.ts'

/** How long a result counts (scs-0004-v1); `week` where a scope says nothing. */
export type Lifetime = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** A testcase as a scope lists it. */
export interface ScopeTestcase {
  readonly id: string
  /** What is stated about the subject, in one sentence. */
  readonly description: string
  /** What an operator does about a violation; absent where our standards do not know the testcase. */
  readonly remedy?: string
  /** The official notes on how it is tested. */
  readonly testNotesUrl?: string
  readonly lifetime: Lifetime
  /** `light` unless the scope says otherwise. */
  readonly section: string
  /** No tool can decide it; only an attestation can. */
  readonly manual: boolean
  /** The standard it comes from: by our standards/*.yaml where they know the testcase, else by the scope's module. */
  readonly standard: { readonly id: string; readonly title: string; readonly url: string }
  /** Where the requirement comes from; only in scopes that say so, as proposals do. */
  readonly grounds?: Grounds
}

/** What a requirement is founded on, and how it is decided. */
export interface Grounds {
  readonly sources: readonly ScopeSource[]
  /** `level`: a document names it for this level; `document`: one has it, the level is our reading; `proposal`: ours. */
  readonly basis: 'level' | 'document' | 'proposal'
  /** Asked of the subject or of a place on the web, read from files that are handed in, or said by a person. */
  readonly decidedBy: readonly ('probe' | 'file' | 'attestation')[]
  /** Keys of the file of `--provider` that it takes. */
  readonly handedIn: readonly string[]
  /** Why it belongs to this level. */
  readonly why: string
}

/** A public document, or a part of one. */
export interface ScopeSource {
  readonly id: string
  readonly document: string
  readonly url: string
  /** What it says, in our words. */
  readonly says: string
}

export interface ScopeVersion {
  readonly version: string
  /** YYYY-MM-DD; absent for a draft. */
  readonly stabilizedAt?: string
  /** Testcase ids per target, in the order of `Scope.testcases`. */
  readonly targets: Readonly<Partial<Record<Target, readonly string[]>>>
}

/** A certification scope: level × layer, with versions and a timeline. */
export interface Scope {
  /** `scs-compatible-iaas` */
  readonly id: string
  readonly uuid: string
  readonly name: string
  readonly url: string
  readonly digest: string
  readonly level: Level
  readonly layer: Layer
  /** Id of the scope that must be reached too; the level below in the same layer (scs-0003) where the file says nothing. */
  readonly prerequisite?: string
  /** Nobody has formalised it: it is a proposal of who wrote the file. */
  readonly proposal?: true
  /** What its requirements are founded on; only where the file says so. */
  readonly sources?: readonly ScopeSource[]
  readonly testcases: readonly ScopeTestcase[]
  readonly versions: readonly ScopeVersion[]
  /** Newest first or in any order; the entry with the greatest date not after the reference date counts. */
  readonly timeline: readonly { readonly date: string; readonly versions: Readonly<Record<string, Validity>> }[]
}
