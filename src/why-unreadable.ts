/** Why a file cannot be read, to follow its path: `does not exist`. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return (
    { ENOENT: 'does not exist', EACCES: 'may not be read by this user', EISDIR: 'is a folder' }[code] ??
    `cannot be read (${code})`
  )
}
