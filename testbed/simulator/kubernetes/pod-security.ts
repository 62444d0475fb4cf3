import { record, text } from '../router.ts'
import { records, strings, type KubeObject } from './object.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a pod violates of a level of the Pod Security Standards, in the words of the admission plug-in; not all of its controls. */
export function podSecurityViolations(pod: KubeObject, level: string): readonly string[] {
  if (level !== 'baseline' && level !== 'restricted') return []
  const spec = record(pod, 'spec')
  const containers = [...records(spec['initContainers']), ...records(spec['containers'])]
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => spec[key] === true)
  const ports = containers.filter((container) => hostPorts(container).length > 0)
  const privileged = containers.filter((container) => securityOf(container)['privileged'] === true)
  const both = [
    shared.length > 0 && `host namespaces (${shared.map((key) => `${key}=true`).join(', ')})`,
    ports.length > 0 && `hostPort (${named(ports)} uses hostPort ${ports.flatMap(hostPorts).join(', ')})`,
    privileged.length > 0 && `privileged (${named(privileged)} must not set securityContext.privileged=true)`,
  ]
  const paths = records(spec['volumes']).filter((volume) => volume['hostPath'] !== undefined)
  const added = containers.filter((container) => capabilities(container).length > 0)
  const taken = `${named(added)} must not include ${quoted(added.flatMap(capabilities))} in securityContext.capabilities.add`
  if (level === 'baseline') {
    const own = [added.length > 0 && `non-default capabilities (${taken})`, both[0]]
    const path = paths.length > 0 && `hostPath volumes (${named(paths, 'volume')})`
    return [...own, path, ...both.slice(1)].filter((one) => one !== false && one !== undefined)
  }
  const volume =
    paths.length > 0 && `restricted volume types (${named(paths, 'volume')} uses restricted volume type "hostPath")`
  return [...both, ...restricted(spec, containers, added.length > 0 ? `; ${taken}` : '', volume)].filter(
    (one) => one !== false,
  )
}

function restricted(
  pod: Fields,
  containers: readonly Fields[],
  added: string,
  volume: string | false,
): readonly (string | false)[] {
  const shared = record(pod, 'securityContext')
  const escalating = containers.filter((container) => securityOf(container)['allowPrivilegeEscalation'] !== false)
  const capable = containers.filter(
    (container) => !strings(record(securityOf(container), 'capabilities')['drop']).includes('ALL'),
  )
  const root = containers.filter(
    (container) => (securityOf(container)['runAsNonRoot'] ?? shared['runAsNonRoot']) !== true,
  )
  const unconfined = containers.filter((container) => {
    const own = record(securityOf(container), 'seccompProfile')['type'] ?? record(shared, 'seccompProfile')['type']
    return own !== 'RuntimeDefault' && own !== 'Localhost'
  })
  return [
    escalating.length > 0 &&
      `allowPrivilegeEscalation != false (${named(escalating)} must set securityContext.allowPrivilegeEscalation=false)`,
    capable.length > 0 &&
      `unrestricted capabilities (${named(capable)} must set securityContext.capabilities.drop=["ALL"]${added})`,
    volume,
    root.length > 0 && `runAsNonRoot != true (pod or ${named(root)} must set securityContext.runAsNonRoot=true)`,
    unconfined.length > 0 &&
      `seccompProfile (pod or ${named(unconfined)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
  ]
}

function securityOf(container: Fields): Fields {
  return record(container, 'securityContext')
}

function hostPorts(container: Fields): readonly unknown[] {
  return records(container['ports']).flatMap(({ hostPort }) => (hostPort ? [hostPort] : []))
}

/** Those that baseline does not let a container add. */
function capabilities(container: Fields): readonly string[] {
  return strings(record(securityOf(container), 'capabilities')['add']).filter((name) => !harmless.has(name))
}

const harmless = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
)

function named(items: readonly Fields[], what = 'container'): string {
  return `${items.length > 1 ? `${what}s` : what} ${quoted(items.map(({ name }) => text(name)))}`
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
