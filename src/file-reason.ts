/** What a file system said, to stand in brackets: `ENOENT`; of a folder where a file was meant, what to do. */
export function fileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return code === 'EISDIR' ? 'it is a folder: name a file' : code
}
