/** A kind of object, as discovery tells it. */
export interface Kind {
  /** empty for core */
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly singular: string
  readonly kind: string
  readonly namespaced: boolean
  /** declared by a CustomResourceDefinition: items of a list then name their kind */
  readonly custom?: true
  /** a review: it can only be created, and nothing is kept */
  readonly review?: true
  /** a delete call answers with the object, not with a Status */
  readonly returnsDeleted?: true
  readonly subresources?: readonly string[]
}

/** `v1`, `apps/v1` */
export function apiVersion({ group, version }: Pick<Kind, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`
}

/** `pods`, `deployments.apps`: how error messages and CustomResourceDefinitions name it. */
export function qualified({ group, plural }: Pick<Kind, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`
}

// group/version, then Kind:plural; a star: namespaced; a bang: deleting answers with the object; +name: a subresource
const table: Readonly<Record<string, string>> = {
  v1:
    'ConfigMap:configmaps* Endpoints:endpoints* Event:events* LimitRange:limitranges*! Namespace:namespaces+status+finalize ' +
    'Node:nodes+status+proxy PersistentVolume:persistentvolumes!+status PersistentVolumeClaim:persistentvolumeclaims*!+status ' +
    'Pod:pods*!+log+status+eviction+exec+portforward+attach ReplicationController:replicationcontrollers*+status ' +
    'ResourceQuota:resourcequotas*!+status Secret:secrets* ServiceAccount:serviceaccounts*!+token Service:services*!+status',
  'apps/v1':
    'ControllerRevision:controllerrevisions* DaemonSet:daemonsets*+status Deployment:deployments*+status+scale ' +
    'ReplicaSet:replicasets*+status+scale StatefulSet:statefulsets*+status+scale',
  'batch/v1': 'CronJob:cronjobs*+status Job:jobs*+status',
  'networking.k8s.io/v1': 'IngressClass:ingressclasses Ingress:ingresses*+status NetworkPolicy:networkpolicies*',
  'policy/v1': 'PodDisruptionBudget:poddisruptionbudgets*+status',
  'rbac.authorization.k8s.io/v1':
    'ClusterRole:clusterroles ClusterRoleBinding:clusterrolebindings Role:roles* RoleBinding:rolebindings*',
  'storage.k8s.io/v1':
    'CSIDriver:csidrivers CSINode:csinodes CSIStorageCapacity:csistoragecapacities* StorageClass:storageclasses! ' +
    'VolumeAttachment:volumeattachments+status',
  'coordination.k8s.io/v1': 'Lease:leases*',
  'discovery.k8s.io/v1': 'EndpointSlice:endpointslices*',
  'scheduling.k8s.io/v1': 'PriorityClass:priorityclasses',
  'node.k8s.io/v1': 'RuntimeClass:runtimeclasses',
  'certificates.k8s.io/v1': 'CertificateSigningRequest:certificatesigningrequests+status+approval',
  'admissionregistration.k8s.io/v1':
    'MutatingWebhookConfiguration:mutatingwebhookconfigurations ValidatingWebhookConfiguration:validatingwebhookconfigurations ' +
    'ValidatingAdmissionPolicy:validatingadmissionpolicies+status ValidatingAdmissionPolicyBinding:validatingadmissionpolicybindings',
  'flowcontrol.apiserver.k8s.io/v1':
    'FlowSchema:flowschemas+status PriorityLevelConfiguration:prioritylevelconfigurations+status',
  'apiextensions.k8s.io/v1': 'CustomResourceDefinition:customresourcedefinitions+status',
  'apiregistration.k8s.io/v1': 'APIService:apiservices+status',
  'authentication.k8s.io/v1': 'SelfSubjectReview:selfsubjectreviews? TokenReview:tokenreviews?',
  'authorization.k8s.io/v1':
    'LocalSubjectAccessReview:localsubjectaccessreviews*? SelfSubjectAccessReview:selfsubjectaccessreviews? ' +
    'SelfSubjectRulesReview:selfsubjectrulesreviews? SubjectAccessReview:subjectaccessreviews?',
}

/** The kinds that every cluster has. */
export const builtinKinds: readonly Kind[] = Object.entries(table).flatMap(([groupVersion, kinds]) => {
  const [version = '', group = ''] = groupVersion.split('/').toReversed()
  return kinds.split(' ').map((text) => builtin(group, version, text))
})

function builtin(group: string, version: string, text: string): Kind {
  const [, kind = '', plural = '', marks = '', subresources = ''] = /^(\w+):(\w+)([*!?]*)(.*)$/.exec(text) ?? []
  return {
    group,
    version,
    plural,
    singular: kind.toLowerCase(),
    kind,
    namespaced: marks.includes('*'),
    ...(marks.includes('?') ? { review: true as const } : {}),
    ...(marks.includes('!') ? { returnsDeleted: true as const } : {}),
    subresources: subresources.split('+').filter(Boolean),
  }
}
