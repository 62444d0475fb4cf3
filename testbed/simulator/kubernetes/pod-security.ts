import { record, text } from '../router.ts'
import { records, strings, type KubeObject } from './object.ts'

export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted'

/** What a pod violates of a level of the Pod Security Standards, in the words of the admission plug-in; not all of its controls. */
export function podSecurityViolations(pod: KubeObject, level: string): readonly string[] {
  if (level !== 'baseline' && level !== 'restricted') return []
  const spec = record(pod, 'spec')
  const containers = [...records(spec['initContainers']), ...records(spec['containers'])]
  const baseline = baselineViolations(spec, containers)
  return level === 'baseline' ? baseline : [...baseline, ...restrictedViolations(spec, containers)]
}

type Spec = Readonly<Record<string, unknown>>

function baselineViolations(spec: Spec, containers: readonly Spec[]): readonly string[] {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => spec[key] === true)
  const privileged = containers.filter((container) => record(container, 'securityContext')['privileged'] === true)
  const paths = records(spec['volumes']).filter((volume) => volume['hostPath'] !== undefined)
  const added = containers.filter((container) =>
    strings(record(container, 'securityContext', 'capabilities')['add']).some((name) => !harmless.has(name)),
  )
  const ports = containers.filter((container) =>
    records(container['ports']).some((port) => Number(port['hostPort'] ?? 0) > 0),
  )
  return [
    ...(shared.length > 0 ? [`host namespaces (${shared.map((key) => `${key}=true`).join(', ')})`] : []),
    ...(privileged.length > 0
      ? [`privileged (${named(privileged)} must not set securityContext.privileged=true)`]
      : []),
    ...(paths.length > 0 ? [`hostPath volumes (${named(paths, 'volume')})`] : []),
    ...(added.length > 0
      ? [
          `non-default capabilities (${named(added)} must not include more than the default capabilities in securityContext.capabilities.add)`,
        ]
      : []),
    ...(ports.length > 0 ? [`hostPort (${named(ports)} uses a hostPort)`] : []),
  ]
}

function restrictedViolations(spec: Spec, containers: readonly Spec[]): readonly string[] {
  const pod = record(spec, 'securityContext')
  const of = (container: Spec): Spec => record(container, 'securityContext')
  const escalating = containers.filter((container) => of(container)['allowPrivilegeEscalation'] !== false)
  const capable = containers.filter(
    (container) => !strings(record(of(container), 'capabilities')['drop']).includes('ALL'),
  )
  const root = containers.filter((container) => (of(container)['runAsNonRoot'] ?? pod['runAsNonRoot']) !== true)
  const unconfined = containers.filter((container) => {
    const type = text(record(of(container), 'seccompProfile')['type'], text(record(pod, 'seccompProfile')['type']))
    return type !== 'RuntimeDefault' && type !== 'Localhost'
  })
  return [
    ...(escalating.length > 0
      ? [
          `allowPrivilegeEscalation != false (${named(escalating)} must set securityContext.allowPrivilegeEscalation=false)`,
        ]
      : []),
    ...(capable.length > 0
      ? [`unrestricted capabilities (${named(capable)} must set securityContext.capabilities.drop=["ALL"])`]
      : []),
    ...(root.length > 0
      ? [`runAsNonRoot != true (pod or ${named(root)} must set securityContext.runAsNonRoot=true)`]
      : []),
    ...(unconfined.length > 0
      ? [
          `seccompProfile (pod or ${named(unconfined)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
        ]
      : []),
  ]
}

/** May be added under baseline. */
const harmless = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
)

function named(items: readonly Spec[], what = 'container'): string {
  const names = items.map(({ name }) => `"${text(name)}"`).join(', ')
  return `${items.length > 1 ? `${what}s` : what} ${names}`
}
