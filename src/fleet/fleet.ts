import type { Layer, Level } from '../report.ts'

/** What is judged together: subjects, each with its settings, and named selections of them. */
export interface Fleet {
  /** The file that says so, as it was named. */
  readonly file: string
  readonly subjects: ReadonlyMap<string, FleetSubject>
  readonly presets: ReadonlyMap<string, Preset>
  /** Subjects judged at the same time. */
  readonly workers?: number
  /** What the file says that has no meaning here, for whoever migrates. */
  readonly notes: readonly string[]
}

/** One cloud or cluster, or both, and how it is judged. Paths are absolute; secrets are in the files that it names only. */
export interface FleetSubject {
  readonly name: string
  readonly groups: readonly string[]
  /** Name in clouds.yaml: of the cloud that is judged, and of the one behind the nodes of a cluster. */
  readonly cloud?: string
  /** It is not the one behind the nodes: the official runner knows none. */
  readonly isNoHost?: true
  /** clouds.yaml, where it is not found as usual. */
  readonly cloudsFile?: string
  /** The first is judged, the others are further clusters of the same provider. */
  readonly kubeconfigs: readonly string[]
  readonly context?: string
  readonly managementKubeconfig?: string
  readonly managementContext?: string
  /** URL of the container registry. */
  readonly registry?: string
  /** A provision file, which makes the cluster. */
  readonly provision?: string
  /** The cluster of that file; all of them if absent. */
  readonly cluster?: string
  /** Ids, or paths of scope files. */
  readonly scopes: readonly string[]
  readonly level?: Level
  readonly layer?: Layer
  readonly sections: readonly SectionRule[]
  readonly readOnly: boolean
  /** Seconds for the run. */
  readonly timeoutS?: number
  /** What its process may hold of the heap. */
  readonly memoryMiB?: number
  readonly domainManagers?: string
  readonly provider?: string
  readonly waivers?: string
  readonly imports: readonly string[]
  readonly conformanceImage?: string
  /** A file with NAME=VALUE lines for its process. */
  readonly environmentFile?: string
  /** What a score card takes besides reports: files, folders, patterns. */
  readonly attestations: readonly string[]
  /** Whose attestations count; a file for ssh-keygen. */
  readonly allowedSigners?: string
  /** The folder in which its reports are kept, night after night. */
  readonly history?: string
  /** Whom `serve --notices` tells of it: names of contacts, or mail addresses. A run makes nothing of them, and shows them nowhere. */
  readonly contacts: readonly string[]
  /** A report to share is written beside the full one. */
  readonly redacted: boolean
}

/** Sections that are judged; always, or on certain days. */
export interface SectionRule {
  readonly run: readonly string[]
  /** Days such as `saturday`, or a cron expression; absent: always. */
  readonly on?: string | readonly string[]
}

/** A selection: these subjects and those of these groups; all where neither is named. */
export interface Preset {
  readonly subjects?: readonly string[]
  readonly groups?: readonly string[]
  /** Instead of the subjects' own. */
  readonly scopes?: readonly string[]
  readonly workers?: number
}
