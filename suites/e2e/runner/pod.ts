import type { Part } from './parts.ts'

/** Names of the two containers. */
export const testsContainer = 'tests'
export const resultsContainer = 'results'

/** Beginnings of the lines between which the results come; nothing else in that log starts so. */
export const markers = { file: 'scs-conformance-file', end: 'scs-conformance-end', all: 'scs-conformance-all' } as const

/** Seconds that the pod has to end: ginkgo, interrupted, lets the tests under way clean up after themselves. */
const graceSeconds = 60

/**
 * Runs the parts one after the other by the image's own runner (test/conformance/image/go-runner: E2E_* variables, results
 * in RESULTS_DIR), each into a folder of its own. The kubelet ends a pod with SIGTERM, which that runner does not hear, so
 * it is passed on as SIGINT, once, to the test processes, which then end in good order, and all above them with them. What
 * is no conformance image gets the SIGTERM itself.
 */
function testsScript(parts: readonly Part[]): string {
  return `
out=/tmp/results
stopping=
stop() {
  stopping=yes
  found=
  for process in /proc/[0-9]*; do
    read -r name 2> /dev/null < "$process/comm" || continue
    if [ "$name" = e2e.test ]; then kill -INT "\${process#/proc/}" && found=yes; fi
  done
  [ -n "$found" ] || kill -TERM "$child"
}
trap stop TERM
e2e.test --version > $out/version 2> /dev/null
runner=$(command -v kubeconformance || echo /run_e2e.sh)
part() {
  [ -z "$stopping" ] || return
  RESULTS_DIR=$out/$1 E2E_PARALLEL=$2 E2E_FOCUS=$3 E2E_SKIP=$4 "$runner" &
  child=$!
  wait $child
  code=$?
  while kill -0 $child 2> /dev/null; do wait $child; code=$?; done
  echo "$1 $code" >> $out/exits
}
${parts.map(({ name, parallel, focus, skip }) => `part ${[name, String(parallel), focus, skip].map(quote).join(' ')}`).join('\n')}
touch $out/done
`
}

/**
 * Waits for the end of the tests, then prints what they left to its own log, packed: so the log API is all that is needed to
 * get it, no exec, and this log is never rotated away by what the tests say. A huge e2e.log is cut to its end.
 */
const resultsScript = `
out=/tmp/results
trap 'exit 0' TERM
until [ -e $out/done ]; do sleep 1; done
count=0
send() {
  gzip -c "$2" > $out/packed
  if [ "$(wc -c < $out/packed)" -gt 5000000 ]; then tail -c 20000000 "$2" | gzip -c > $out/packed; fi
  echo "${markers.file} $1 $(sha256sum < $out/packed | cut -d ' ' -f 1)"
  base64 $out/packed
  echo "${markers.end} $1"
  count=$((count + 1))
}
for file in $out/version $out/exits $out/*/junit*.xml $out/*/e2e.log; do
  if [ -s "$file" ]; then send "\${file#$out/}" "$file"; fi
done
echo "${markers.all} $count"
`

/** The pod, as Hydrophone makes it: without any privilege on its node, with those of its service account on the cluster. */
export function podOf(name: string, namespace: string, image: string, parts: readonly Part[]): object {
  const container = (which: string, script: string, environment: Readonly<Record<string, string>>) => ({
    name: which,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh', '-c', script],
    env: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
    volumeMounts: [{ name: 'results', mountPath: '/tmp/results' }],
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      runAsUser: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  })
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: serviceAccount,
      terminationGracePeriodSeconds: graceSeconds,
      // The tests taint nodes; wherever the pod is, it must stay.
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      // The control plane has enough to do with the tests.
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, preference: { matchExpressions: [{ key: controlPlane, operator: 'DoesNotExist' }] } },
          ],
        },
      },
      volumes: [{ name: 'results', emptyDir: {} }],
      containers: [
        container(testsContainer, testsScript(parts), {
          E2E_PROVIDER: 'skeleton',
          E2E_USE_GO_RUNNER: 'true',
          // As in the official suite; a test that passes at the second attempt has passed, and is told of.
          E2E_EXTRA_ARGS: '--ginkgo.flake-attempts=2',
          // A line a test, or the log shows no progress.
          E2E_EXTRA_GINKGO_ARGS: '--force-newlines',
          KUBECONFIG: '',
        }),
        container(resultsContainer, resultsScript, {}),
      ],
    },
  }
}

const controlPlane = 'node-role.kubernetes.io/control-plane'

export const serviceAccount = 'e2e'

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
