/**
 * Whether somebody else may read a file that holds a secret. What is the user's own is for nobody else. What is root's, and was handed
 * to this user, may be for a group too: so Secrets of Kubernetes and credentials of systemd come (0440). PostgreSQL has the same rule for
 * its ssl_key_file.
 */
export function othersMayRead(
  { mode, uid }: { readonly mode: number; readonly uid: number },
  user: number | undefined = process.getuid?.(),
): boolean {
  if (user === undefined) return false // Windows has no such bits
  return (mode & (uid === 0 && user !== 0 ? 0o037 : 0o077)) !== 0
}
