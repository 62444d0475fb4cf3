import type { Command } from 'commander'
import type { Language, Level } from '../report.ts'

/** The commands behind the options; each is loaded only when it is called. */
export interface Commands {
  run(options: RunOptions): Promise<number>
  check(ids: readonly string[], options: CheckOptions): Promise<number>
  plan(options: PlanOptions): Promise<number>
  list(what: string | undefined, options: ListOptions): Promise<number>
  explain(id: string, options: ListOptions): Promise<number>
  render(report: string, options: RenderCommandOptions): Promise<number>
  judge(bundle: string, options: JudgeOptions): Promise<number>
  verify(file: string, options: VerifyOptions): Promise<number>
  redact(report: string, options: RedactOptions): Promise<number>
  sign(file: string, options: { readonly key: string }): Promise<number>
  submit(reports: readonly string[], options: SubmitOptions): Promise<number>
  diff(before: string, after: string, options: DiffOptions): Promise<number>
  score(sources: readonly string[], options: ScoreOptions): Promise<number>
  serve(options: ServeOptions): Promise<number>
  dispatch(options: DispatchOptions): Promise<number>
  worker(options: WorkerOptions): Promise<number>
  doctor(options: DoctorOptions): Promise<number>
  demo(options: DemoOptions): Promise<number>
  cleanup(options: CleanupOptions): Promise<number>
  dataList(options: DataListOptions): Promise<number>
  dataRefresh(names: readonly string[], options: DataRefreshOptions): Promise<number>
  flavor(): Promise<Command>
  attest(): Promise<Command>
  /** Adds the commands that print completion scripts and answer a shell's questions. */
  completion?: (program: Command) => void
}

export interface CloudOptions {
  readonly osCloud?: string
  readonly debug?: boolean
}

/** Clusters by files and contexts of a kubeconfig. */
export interface ClusterOptions {
  /** The first is the subject; the others are further clusters of the same provider. */
  readonly kubeconfig?: readonly string[]
  readonly context?: string
  readonly managementKubeconfig?: string
  readonly managementContext?: string
  /** URL of the container registry that the provider offers. */
  readonly registry?: string
}

export interface DoctorOptions extends CloudOptions, ClusterOptions {}

export interface SelectionOptions {
  readonly scope?: readonly string[]
  readonly level?: string
  readonly layer?: string
  readonly date?: string
  readonly scopeVersion?: string
  readonly section?: readonly string[]
  readonly tests?: string
  readonly readOnly?: boolean
  readonly suite?: readonly string[]
}

/** End-to-end tests of Kubernetes. */
export interface E2eOptions {
  readonly conformanceImage?: string
  /** Results of earlier runs, judged instead of a run. */
  readonly import?: readonly string[]
  /** Results of an earlier run, of which only what failed or is missing is run again. */
  readonly rerunFailed?: string
}

/** Tempest, for scs-0128. */
export interface TempestOptions {
  /** A program, or an image. */
  readonly tempest?: string
  /** Names in clouds.yaml of users by whom it signs in. */
  readonly tempestAccounts?: readonly string[]
  /** Only required tests whose name matches. */
  readonly tempestTests?: string
  /** A file with settings of tempest.conf, laid over those that are discovered. */
  readonly tempestConf?: string
  /** What was named by --import and holds results of Tempest; set by src/cli/tempest.ts. */
  readonly tempestResults?: readonly string[]
}

/** Further users of the cloud. */
export interface ManagerOptions {
  /** A file that names two domain managers, for scs-0302. */
  readonly domainManagers?: string
}

/** What a provider publishes and hands in, beside its APIs. */
export interface ProviderOptions {
  /** A file that names it. */
  readonly provider?: string
}

export interface RunOptions
  extends CloudOptions, ClusterOptions, E2eOptions, ManagerOptions, ProviderOptions, SelectionOptions, TempestOptions {
  readonly subject?: string
  /** A file that names many subjects; the others of these options hold for all of them. */
  readonly config?: string
  /** A selection of that file. */
  readonly preset?: string
  /** Only these subjects of that file. */
  readonly subjects?: readonly string[]
  /** Subjects judged at the same time. */
  readonly workers?: number
  readonly timeout?: number
  readonly factTimeout: number
  readonly concurrency: number
  /** A folder whose files replace the bundled data. */
  readonly data?: string
  readonly output?: string
  readonly format?: readonly string[]
  readonly language?: Language
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly exitZero?: boolean
  /** A file that says how clusters are provisioned, and which of them. */
  readonly provision?: string
  readonly cluster?: readonly string[]
  readonly keepCluster?: boolean
  readonly bundle?: string | true
  readonly waivers?: string
  /** A UUID from which those of the reports are made; at random where absent. */
  readonly uuidFrom?: string
}

export interface CheckOptions extends ClusterOptions, E2eOptions, ManagerOptions, ProviderOptions, TempestOptions {
  readonly cloud?: string
  readonly data?: string
  readonly suite?: readonly string[]
  readonly debug?: boolean
}

export interface PlanOptions extends ManagerOptions, SelectionOptions, Pick<E2eOptions, 'import'> {
  readonly json?: boolean
}

export interface ListOptions {
  readonly json?: boolean
  readonly suite?: readonly string[]
}

export interface RenderCommandOptions {
  readonly format: string
  readonly language?: Language
  readonly output?: string
  readonly verbose?: boolean
}

export interface DataListOptions {
  readonly data?: string
  readonly json?: boolean
}

export interface DataRefreshOptions {
  readonly from?: readonly string[]
  readonly output?: string
}

export interface JudgeOptions {
  readonly suite?: readonly string[]
  readonly json?: boolean
  readonly output?: string
  readonly format?: readonly string[]
  readonly language?: Language
}

export interface RedactOptions {
  readonly output?: string
  readonly scope?: string
}

export interface SubmitOptions {
  readonly monitor: string
  readonly token: string
  readonly key: string
  readonly full?: boolean
  readonly dryRun?: boolean
  readonly ca?: string
}

export interface VerifyOptions {
  readonly against?: string
  readonly allowedSigners?: string
  readonly signature?: string
}

export interface ScoreOptions {
  readonly subject?: string
  readonly scope?: readonly string[]
  readonly date?: string
  readonly allowedSigners?: string
  readonly format: 'text' | 'json' | 'markdown' | 'html' | 'csv' | 'badge'
  readonly language?: Language
  readonly output?: string
  readonly gate?: boolean
}

export interface ServeOptions {
  /** `ADDRESS:PORT` */
  readonly listen: { readonly host: string; readonly port: number }
  /** URL of a PostgreSQL server. */
  readonly postgres?: string
  /** Folder of the embedded database. */
  readonly store?: string
  readonly bootstrap?: string
  /** Scopes beside the bundled ones. */
  readonly scope?: readonly string[]
  readonly maxBody: number
  readonly rate: number
  readonly trustProxy?: readonly string[]
  /** SSH key for certificates and their revocation list. */
  readonly signingKey?: string
  /** PEM */
  readonly tlsCertificate?: string
  readonly tlsKey?: string
  /** Without a slash at its end. */
  readonly publicUrl?: string
  readonly notices?: string
  readonly testNotice?: string
  readonly hash?: boolean
}

/** A queue in PostgreSQL. */
export interface QueueOptions {
  /** URL of the server. */
  readonly postgres: string
  readonly queue: string
}

export interface DispatchOptions extends QueueOptions, Omit<SelectionOptions, 'suite'> {
  readonly config?: string
  readonly preset?: string
  readonly subjects?: readonly string[]
  readonly timeout?: number
  readonly again?: boolean
  /** Seconds. */
  readonly heartbeat: number
  readonly retries: number
  /** Seconds. */
  readonly retryDelay: number
  readonly list?: boolean
  readonly json?: boolean
}

export interface WorkerOptions
  extends
    QueueOptions,
    Pick<
      RunOptions,
      'workers' | 'factTimeout' | 'concurrency' | 'data' | 'suite' | 'format' | 'language' | 'waivers' | 'readOnly'
    >,
    Partial<Pick<SubmitOptions, 'monitor' | 'token' | 'key' | 'ca' | 'full'>> {
  readonly config: string
  readonly output: string
  readonly bundle?: true
  readonly untilEmpty?: boolean
}

export interface DiffOptions {
  readonly format: string
}

export interface DemoOptions {
  readonly output: string
  readonly level: Level
  readonly layer: 'iaas' | 'kaas'
  /** Description of what is simulated. */
  readonly cloud?: string
}

export interface CleanupOptions {
  readonly osCloud?: string
  readonly kubeconfig?: readonly string[]
  readonly context?: string
  readonly run?: string
  readonly allRuns?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}
