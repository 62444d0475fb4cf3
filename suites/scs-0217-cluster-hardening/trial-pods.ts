/** Pods that are wished for, never stored; nothing of them is pulled or run. */

const metadata = { name: 'scs-conformance-trial' }
const container = { name: 'trial', image: 'registry.k8s.io/pause:3.10', imagePullPolicy: 'Never' }
const pod = { apiVersion: 'v1', kind: 'Pod', metadata }

/** May do on its node whatever root may: the first thing that Baseline forbids. */
export const privilegedPod = {
  ...pod,
  spec: { containers: [{ ...container, securityContext: { privileged: true } }], automountServiceAccountToken: false },
}

/** Fulfils Restricted. */
export const harmlessPod = {
  ...pod,
  spec: {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      { ...container, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
    ],
  },
}
