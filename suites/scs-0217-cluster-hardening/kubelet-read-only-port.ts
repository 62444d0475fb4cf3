import { check } from '../../src/check.ts'
import { judgeKubelets } from './judge-kubelets.ts'
import { kubelets } from './kubelets.ts'

/** Clause (SHOULD): the read-only port, which is HTTP, is closed where nothing uses it. What uses it is not seen. */
export const kubeletReadOnlyPort = check({
  id: 'scs-0217-kubelet-read-only-port',
  title: 'No kubelet has its read-only port open (recommended)',
  section: 'scs-0217-v1#standard',
  needs: { kubelets },
  judge: ({ kubelets }) =>
    judgeKubelets(
      kubelets,
      ({ readOnlyPort }) =>
        readOnlyPort === 0 ? null : { expected: 'readOnlyPort: 0', actual: `readOnlyPort: ${readOnlyPort}` },
      'set readOnlyPort to 0 in the configuration of the kubelet',
    ),
})
