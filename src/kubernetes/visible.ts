import { StatusError } from './client.ts'

/** What the user's rights let him see; where they do not, or the cluster does not have it, what stood in the way. */
export type Visible<T> =
  | { readonly seen: T; readonly hidden: null }
  | { readonly seen: null; readonly hidden: 'forbidden' | 'absent'; readonly message: string }

/**
 * A look at something of which there are other sources. Not to be allowed to look (403), or that it is not there (404, or 406:
 * not in this form), is a result; whatever else fails still rejects.
 */
export async function whereVisible<T>(look: () => Promise<T>): Promise<Visible<T>> {
  try {
    return { seen: await look(), hidden: null }
  } catch (error) {
    if (!(error instanceof StatusError) || ![403, 404, 406].includes(error.status)) throw error
    return { seen: null, hidden: error.status === 403 ? 'forbidden' : 'absent', message: error.message }
  }
}
