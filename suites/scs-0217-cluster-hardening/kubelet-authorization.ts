import { check } from '../../src/check.ts'
import { judgeKubelets } from './judge-kubelets.ts'
import { kubelets } from './kubelets.ts'

/** Clause (MUST): the kubelet leaves it to the API server who may do what (mode Webhook). */
export const kubeletAuthorization = check({
  id: 'scs-0217-kubelet-authorization',
  title: 'Every kubelet asks the API server who may do what',
  section: 'scs-0217-v1#standard',
  needs: { kubelets },
  judge: ({ kubelets }) =>
    judgeKubelets(
      kubelets,
      ({ authorization }) =>
        authorization === 'Webhook'
          ? null
          : { expected: 'authorization.mode: Webhook', actual: `authorization.mode: ${authorization}` },
      'set authorization.mode to Webhook in the configuration of the kubelet',
    ),
})
