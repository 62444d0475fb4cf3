/** What a scan of sources says of licences. */
export interface LicenceScan {
  readonly file: string
  /** `REUSE 6.2.0` */
  readonly tool: string
  /** ISO 8601; null where the tool does not tell, as REUSE. */
  readonly madeAt: string | null
  readonly filesScanned: number
  /** What is seen to be wrong: the file or licence, and what it is. */
  readonly flaws: readonly { readonly subject: string; readonly what: string }[]
  /** What could not be seen, such as files that could not be read. */
  readonly unseen: readonly string[]
  readonly notes: readonly string[]
}
