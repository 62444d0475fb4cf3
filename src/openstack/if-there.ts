import { StatusError } from './client.ts'

/** null where the service answers 404. */
export async function ifThere<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof StatusError && error.status === 404) return null
    throw error
  }
}
