import type { Reply } from '../router.ts'
import type { FullClusterDescription } from './description.ts'
import type { KubeObject } from './object.ts'
import { plain } from './status.ts'

/** The control plane as kubeadm runs it: static pods on each of its nodes, which show the flags. */
export function controlPlanePods(
  { controlPlane, version }: FullClusterDescription,
  nodes: readonly KubeObject[],
): readonly KubeObject[] {
  if (!controlPlane.pods) return []
  const commands = { 'kube-apiserver': controlPlane.apiServerFlags, etcd: controlPlane.etcdFlags }
  const hosts = nodes.filter(({ metadata }) => metadata.labels?.['node-role.kubernetes.io/control-plane'] !== undefined)
  return hosts.flatMap(({ metadata: { name: node } }) =>
    Object.entries(commands).map(([component, flags]) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${component}-${node}`,
        namespace: 'kube-system',
        labels: { component, tier: 'control-plane' },
        annotations: { 'kubernetes.io/config.source': 'file' },
      },
      spec: {
        nodeName: node,
        hostNetwork: true,
        priorityClassName: 'system-node-critical',
        containers: [
          { name: component, image: `registry.k8s.io/${component}:${version}`, command: [component, ...flags] },
        ],
      },
      status: { phase: 'Running' },
    })),
  )
}

/** `/metrics`, as far as checks look at it. */
export function metrics({ controlPlane }: FullClusterDescription): Reply {
  const name = 'apiserver_admission_controller_admission_duration_seconds'
  const lines = [
    '# HELP apiserver_audit_event_total [ALPHA] Counter of audit events generated and sent to the audit backend.',
    '# TYPE apiserver_audit_event_total counter',
    `apiserver_audit_event_total ${controlPlane.auditEvents}`,
    `# TYPE ${name} histogram`,
    ...controlPlane.admissionPlugins.map(
      (plugin) => `${name}_count{name="${plugin}",operation="CREATE",rejected="false",type="admit"} 12`,
    ),
  ]
  return plain(`${lines.join('\n')}\n`)
}

/** What a kubelet tells of itself through the API server. */
export function configz({ kubelet }: FullClusterDescription): Reply {
  const { anonymous, authorization, readOnlyPort } = kubelet
  const kubeletconfig = {
    authentication: {
      anonymous: { enabled: anonymous },
      webhook: { enabled: true },
      x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' },
    },
    authorization: { mode: authorization },
    ...(readOnlyPort === 0 ? {} : { readOnlyPort }),
    rotateCertificates: true,
  }
  return { status: 200, body: { kubeletconfig } }
}
