import type { Wire } from '../../../src/kubernetes/client.ts'

// The part of the API (core/v1) that the runner relies on.

const text = { type: 'string' }
const object = (properties: Readonly<Record<string, object>>, ...required: readonly string[]) => ({
  type: 'object',
  required,
  properties,
})
const list = (items: object) => ({ type: 'array', items })

/** "ContainerStatus" */
export interface WireContainerStatus {
  readonly name: string
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string }
    readonly running?: object
    readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly message?: string }
  }
}

/** "Pod" */
export interface WirePod {
  readonly spec: { readonly nodeName?: string }
  readonly status: {
    readonly phase?: string
    readonly reason?: string
    readonly message?: string
    readonly conditions?: readonly {
      readonly type: string
      readonly status: string
      readonly reason?: string
      readonly message?: string
    }[]
    readonly containerStatuses?: readonly WireContainerStatus[]
  }
}

export const wirePod: Wire<WirePod> = {
  name: 'pod',
  schema: object(
    {
      spec: object({ nodeName: text }),
      status: object({
        phase: text,
        reason: text,
        message: text,
        conditions: list(object({ type: text, status: text, reason: text, message: text }, 'type', 'status')),
        containerStatuses: list(
          object(
            {
              name: text,
              state: object({
                waiting: object({ reason: text, message: text }),
                running: object({}),
                terminated: object({ exitCode: { type: 'integer' }, reason: text, message: text }, 'exitCode'),
              }),
            },
            'name',
          ),
        ),
      }),
    },
    'spec',
    'status',
  ),
}

/** "Node", whether it is ready. */
export const wireNodeStatus: Wire<{
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
}> = {
  name: 'node',
  schema: object({
    status: object({ conditions: list(object({ type: text, status: text }, 'type', 'status')) }),
  }),
}

/** "Namespace", as the e2e tests make and label them. */
export const wireNamespace: Wire<{
  readonly metadata: {
    readonly name: string
    readonly labels?: Readonly<Record<string, string>>
    readonly creationTimestamp?: string
    readonly deletionTimestamp?: string
  }
}> = {
  name: 'namespace',
  schema: object(
    {
      metadata: object(
        {
          name: text,
          labels: { type: 'object', additionalProperties: text },
          creationTimestamp: text,
          deletionTimestamp: text,
        },
        'name',
      ),
    },
    'metadata',
  ),
}
