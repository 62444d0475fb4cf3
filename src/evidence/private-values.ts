import { mapTexts } from '../report-texts.ts'
import type { Preflight, Report } from '../report.ts'

/** What a private value is; its pseudonym begins with it. */
export type Kind =
  | 'host'
  | 'address'
  | 'id'
  | 'mail'
  | 'project'
  | 'user'
  | 'group'
  | 'node'
  | 'cluster'
  | 'server-group'

/** What a report says that is nobody else's business and that no look tells from other words. */
export interface PrivateValues {
  /** Names of people and things, and hosts that are named where hosts stand. */
  readonly names: ReadonlyMap<string, Kind>
  /** How long they are, the longest first. */
  readonly nameLengths: readonly number[]
  /** The last two labels of the hosts: what ends with them is a host wherever it stands. In lower case. */
  readonly domains: ReadonlySet<string>
  /** Hosts that the standard or our own remedies name. In lower case. */
  readonly publicHosts: ReadonlySet<string>
}

const dotted = String.raw`(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}`
const anyHost = String.raw`(?![\d.]+(?:[:/?#\s]|$))[a-z\d](?:[\w.-]*[a-z\d])?`
const inUrl = String.raw`(?<=//)${anyHost}`
const afterWord = String.raw`(?<=\b(?:on|of|at|host|for) |\b(?:CN=|DNS:)|^(?=\S+?(?::\d|/)))${dotted}(?=[:/?#\s,;)]|$)`

/** What our http client and our looks at TLS say of a host, with what stands before it and after it (and its port). */
const saidOfHosts: readonly (readonly [string, string])[] = [
  ['the name ', ' is not known to DNS'],
  ['gave no answer for ', ';'],
  ['no route to ', ';'],
  [': ', '(?:, or the proxy | refuses connections;| does not answer connection | closed the connection )'],
  ['the proxy ', String.raw` \(`],
  ['through to ', String.raw` \(`],
  ['when asked for ', '$'],
  ['certificate of ', ' (?:is|has) '],
  ['connection (?:with|to) ', String.raw` \(`],
  ['what ', ' answers is not HTTP'],
  [' before ', ' ends TLS '],
  [String.raw`\b(?:GET|HEAD|POST|PUT|PATCH|DELETE) [^\s:]+: `, ': '],
]
const inSentence = saidOfHosts
  .map(([before, after]) => String.raw`(?<=${before})${anyHost}(?=(?::\d+)?${after})`)
  .join('|')

/** Names of hosts: in URLs, after words that name a place, with a port or path at the beginning, and in our own sentences. */
export const hostLook = new RegExp(`${inUrl}|${afterWord}|${inSentence}`, 'gi')
/** Whatever looks like a name of DNS; names of flavors do too. */
export const dottedLook = new RegExp(String.raw`(?<![\w.-])${dotted}(?![\w-])`, 'gi')
/** What follows it names somebody's mailbox. */
export const mailLook = new RegExp(String.raw`[\w.+-]{1,64}@${dotted}`, 'gi')

/** Domains of what the standards, Kubernetes and OpenStack call things by. */
const publicDomains = ['kubernetes.io', 'k8s.io', 'scs.community', 'openstack.org']

/** Collects them from the places that surely name them, so that they are known wherever else they stand. Pure. */
export function privateValuesOf(report: Report): PrivateValues {
  const names = new Map<string, Kind>()
  const learn = (kind: Kind, name: string | undefined) => {
    if (name && !isOfThePlatform(name) && !names.has(name)) names.set(name, kind)
  }
  for (const look of report.preflight) learnFromLook(look, learn)
  for (const { exhibits = [] } of Object.values(report.results)) {
    for (const { nodes } of exhibits) {
      for (const { name, serverGroups } of nodes) {
        learn('node', name.replace(/^machine /, ''))
        for (const group of serverGroups) learn('server-group', group.name)
      }
    }
  }
  const texts = textsOf(report)
  for (const text of texts) {
    for (const [kind, saying] of sayings) for (const [, name] of text.matchAll(saying)) learn(kind, name)
  }
  const publicHosts = publicHostsOf(report)
  const hosts = texts.flatMap((text) => text.match(hostLook) ?? []).filter((host) => !isPublic(host, publicHosts))
  const domains = new Set(hosts.filter((host) => host.includes('.')).map(domainOf))
  const nameLengths = [...new Set([...names.keys()].map((name) => name.length))].toSorted((one, other) => other - one)
  return { names, nameLengths, domains, publicHosts }
}

/** Whether a host is named by the standards, our remedies, Kubernetes or OpenStack. */
export function isPublic(host: string, publicHosts: ReadonlySet<string>): boolean {
  return host === 'localhost' || publicHosts.has(host.toLowerCase()) || publicDomains.includes(domainOf(host))
}

/** The last two labels, in lower case. */
export function domainOf(host: string): string {
  return host.toLowerCase().split('.').slice(-2).join('.')
}

const nodeName = String.raw`[a-z\d](?:[a-z\d.-]*[a-z\d])?`
/** Sentences of the checks and clients; the first group is the name. One word after `node` is a name if it looks like one. */
const sayings: readonly (readonly [Kind, RegExp])[] = [
  ['node', new RegExp(`^(?:node|machine|kubelet of) (${nodeName})(?=$|: )`, 'g')],
  [
    'node',
    new RegExp(String.raw`\b(?:node|machine|kubelet of) (?=[a-z\d.-]*[a-z])(?=[a-z.-]*[\d.-])(${nodeName})`, 'g'),
  ],
  ['node', new RegExp(`\\bpod (?:etcd|kube-(?:apiserver|controller-manager|scheduler))-(${nodeName})`, 'g')],
  ['server-group', /\bserver group (\S+) \(/g],
  ['cluster', /^cluster (.+?)(?: runs v[\d.]+.*)?$/g],
  ['cluster', /^(?!node )(.+): v\d+\.\d+\.\d+\S*$/g],
  ['cluster', /, context (\S+?)(?=[,;)]?(?:\s|$))/g],
  ['cluster', /\(proxy-url of cluster (.+?)\)/g],
  ['user', /\bof user (.+?)(?= \(|; check )/g],
  ['user', /\/(?:home|Users)\/([^/\s]+)/g],
]

function learnFromLook(
  { id, outcome, message }: Preflight,
  learn: (kind: Kind, name: string | undefined) => void,
): void {
  if (outcome === 'ok' && (id === 'authentication' || id === 'host-cloud')) {
    const who = /^(?:cloud .+?: )?(.+?)(?: in project (.+)|, without a project|, of (.+))?$/.exec(message)
    learn('user', who?.[1])
    learn('project', who?.[2])
    for (const group of who?.[3]?.split(', ') ?? []) learn('group', group)
  }
  if (id === 'reachability') learnHost(/^(\S+?)(?::\d+)? answers$/.exec(message)?.[1], learn)
  if (id === 'other-cluster' || id === 'management-cluster') {
    const which = /^(.+?) at (\S+?)(?::\d+)?: /.exec(message)
    learn('cluster', which?.[1])
    learnHost(which?.[2], learn)
  }
}

/** An address has a look of its own. */
function learnHost(host: string | undefined, learn: (kind: Kind, name: string | undefined) => void): void {
  if (host !== undefined && !/^[\d.]+$|^\[/.test(host)) learn('host', host)
}

/** `system:masters`, `system:anonymous`: the same in every cluster. */
function isOfThePlatform(name: string): boolean {
  return name === 'nobody' || /^system:[\w-]+$/.test(name)
}

function textsOf(report: Report): readonly string[] {
  const texts: string[] = []
  mapTexts(report, (text) => {
    texts.push(text)
    return text
  })
  return texts
}

/** What a standard expects (such as where images come from) and what our remedies name. */
function publicHostsOf({ results }: Report): ReadonlySet<string> {
  const ours = Object.values(results)
    .flatMap(({ violations }) => violations)
    .flatMap(({ expected, remedy = '' }) => [expected, remedy])
  return new Set(ours.flatMap((text) => text.match(new RegExp(dotted, 'gi')) ?? []).map((host) => host.toLowerCase()))
}
