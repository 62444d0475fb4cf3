import { given } from '../fact.ts'
import type { Tls } from '../http/dispatcher.ts'

/** How the cloud is connected to, for who looks at connections themselves. Holds a secret: no fact may return it. */
export interface CloudConnection {
  readonly tls: Tls
  /** A proxy of the environment stands between us and this URL. */
  isProxied(url: string): boolean
}

export const cloudConnection = given<CloudConnection>('the settings of connections to the cloud')
