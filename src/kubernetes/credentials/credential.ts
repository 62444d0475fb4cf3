/** What a source of credentials gives. Everything but the certificate is a secret, known to the redactor. */
export interface Credential {
  readonly token?: string
  /** PEM. */
  readonly cert?: string
  /** PEM. */
  readonly key?: string
  /** Milliseconds since 1970; absent where it is not known, or never. */
  readonly expiresAt?: number
}
