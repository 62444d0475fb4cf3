import { given } from '../fact.ts'
import type { Provider } from './provider-file.ts'
import type { Web } from './web.ts'

/** What the provider publishes and hands in, as --provider FILE says; null where no file was named. */
export const provider = given<Provider | null>('what the provider hands in')

/** The web as anybody sees it: no credentials but those that the file names for a place. */
export const web = given<Web>('the web')
