import { given } from '../../../src/fact.ts'
import type { OpenStack } from '../../../src/openstack/client.ts'

/** Tempest, as it can be called on this machine. */
export interface TempestTool {
  /** For people: `/usr/bin/tempest`, `the image example.org/tempest:1 (podman)`. */
  readonly called: string
  /**
   * Runs one of its commands, and resolves when all its processes have ended. When the signal aborts they are ended.
   *
   * @throws ProbeError dependency where it cannot be started
   */
  run(command: TempestCommand): Promise<TempestEnd>
}

export interface TempestCommand {
  readonly args: readonly string[]
  /** All that it reads and writes is in here. */
  readonly folder: string
  /** The working directory, in that folder. */
  readonly directory: string
  readonly signal: AbortSignal
  /** Gets what it prints to stdout, and to stderr. */
  readonly onOutput: (bytes: Buffer) => void
  readonly onError: (bytes: Buffer) => void
}

/** Its exit code, or the signal that ended it; `ended` where we did. */
export type TempestEnd = number | NodeJS.Signals | 'ended'

/** A user by whom Tempest signs in. */
export interface TempestAccount {
  /** Name in clouds.yaml. */
  readonly cloud: string
  /** Anew each time. ProbeError where it cannot, or where it is an administrator. */
  signIn(): Promise<OpenStack>
  /** ProbeError dependency where it signs in otherwise than by a password, which is all that Tempest knows. */
  password(): string
}

/** How the cloud is connected to, where Tempest has to be told. */
export interface TempestConnection {
  readonly identityUrl: string
  readonly region: string | null
  /** `public` */
  readonly endpointInterface: string
  /** PEM of the authorities to trust; null for the usual ones. */
  readonly authorities: string | null
  readonly insecure: boolean
  /** URL of a proxy, which may hold a password; null where there is none. */
  readonly proxyUrl: string | null
}

/** What the user wants of a run of Tempest. */
export interface TempestWish {
  /** null where none was found. */
  readonly tool: TempestTool | null
  /** The user of the run, who has signed in already. */
  readonly own: Omit<TempestAccount, 'signIn'>
  /** Users that were named for it, by whom it then signs in instead. */
  readonly accounts: readonly TempestAccount[]
  /** ProbeError dependency where Tempest cannot connect so. */
  connection(): TempestConnection
  /** Only required tests whose name matches; null for all. */
  readonly only: RegExp | null
  /** Lines in the form of tempest.conf, laid over what is discovered. */
  readonly moreSettings: string | null
  /** Takes text that is worth keeping beside the report, without its secrets, by a relative path. */
  keep(path: string, text: string | Buffer): void
  /** Takes secrets out. */
  redact(text: string): string
  /** Tells the user something at once. */
  tell(line: string): void
}

export const tempestWish = given<TempestWish>('what is wanted of Tempest')
