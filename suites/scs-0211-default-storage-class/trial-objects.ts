/**
 * What is made to try out the default class: the least of a claim, and a pod that fulfils Restricted and has nothing to run.
 */

const name = 'scs-conformance-trial'

/** Names no class, so that it gets the default one. */
export const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
}

/**
 * A class may wait for a pod that wants the volume to be scheduled, so there has to be one. It binds then, whether or not the
 * pod starts, so nothing is pulled: where the image is not on the node already, the pod stays as it is.
 */
export const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'trial',
        image: 'registry.k8s.io/pause:3.10',
        imagePullPolicy: 'Never',
        resources: { requests: { cpu: '1m', memory: '4Mi' }, limits: { cpu: '10m', memory: '16Mi' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'volume', mountPath: '/volume' }],
      },
    ],
    volumes: [{ name: 'volume', persistentVolumeClaim: { claimName: name } }],
  },
}
