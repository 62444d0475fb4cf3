import { check } from '../../src/check.ts'
import { judgeKubelets } from './judge-kubelets.ts'
import { kubelets } from './kubelets.ts'

/** Clause (MUST): a request that nobody answers for is refused by the kubelet, not treated as anonymous. */
export const kubeletAnonymous = check({
  id: 'scs-0217-kubelet-anonymous',
  title: 'No kubelet lets anonymous requests in',
  section: 'scs-0217-v1#standard',
  needs: { kubelets },
  judge: ({ kubelets }) =>
    judgeKubelets(
      kubelets,
      ({ anonymous }) =>
        anonymous
          ? { expected: 'authentication.anonymous.enabled: false', actual: 'authentication.anonymous.enabled: true' }
          : null,
      'set authentication.anonymous.enabled to false in the configuration of the kubelet',
    ),
})
