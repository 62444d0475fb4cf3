import { ProbeError, type CauseKind } from '../../src/fact.ts'

/** ProbeError where an answer says nothing about S3: it was not let through, or what stands before it had a problem. */
export function mustBeFromS3(call: string, status: number): void {
  const obstacle = obstacleIn(status)
  if (obstacle) throw new ProbeError(obstacle.kind, `${call} was answered with ${status}; ${obstacle.message}`)
}

function obstacleIn(status: number): { readonly kind: CauseKind; readonly message: string } | undefined {
  if (status === 429) return { kind: 'quota', message: 'the cloud limits how often it may be called: try again later' }
  if (status !== 408 && status < 500) return undefined
  return {
    kind: 'unreachable',
    message: 'the object store or what stands in front of it has a problem: try again later',
  }
}
