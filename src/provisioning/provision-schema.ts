import type { Reference } from '../ledger.ts'
import type { ClusterPlan, Topology } from './cluster-plan.ts'

/** A value as it is written: plain, or by reference. */
export type Scalar = string | number | boolean | Reference

/** A provision file that fits the schema. */
export interface Written {
  readonly clusters: Readonly<
    Record<
      string,
      {
        readonly kind: ClusterPlan['kind']
        readonly kubeconfig?: string
        readonly context?: string
        readonly namespace?: string
        readonly template?: string
        readonly topology?: Topology
        readonly variables?: Readonly<Record<string, Scalar>>
        readonly provision?: readonly string[]
        readonly unprovision?: readonly string[]
        readonly environment?: Readonly<Record<string, Scalar>>
        readonly timeouts?: Readonly<Record<string, number>>
      }
    >
  >
}

const text = { type: 'string', minLength: 1, description: 'a text' }
const commandLine = {
  type: 'array',
  minItems: 1,
  items: text,
  description: 'a list of the program and its arguments, such as [./create.sh, --small]',
}
const values = {
  type: 'object',
  propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
  additionalProperties: {
    type: ['string', 'number', 'boolean', 'object'],
    description: 'a text, a number, {env: NAME} or {file: PATH}',
    additionalProperties: false,
    properties: { env: text, file: text, base64: { type: 'boolean' } },
  },
}
const namespace = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
  description: 'a name of a namespace: up to 63 lower-case letters, digits and hyphens, no hyphen at either end',
}
const anything = { type: 'object', description: 'a mapping' }
const replicas = { type: 'integer', minimum: 1, maximum: 1000, description: 'a number of machines' }
/** Node's timers end at 2^31 ms. */
const timeout = { type: 'number', exclusiveMinimum: 0, maximum: 86_400, description: 'a number of seconds' }

/** JSON Schema of a provision file; its descriptions end the sentence `must be …`. */
export const provisionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['clusters'],
  properties: {
    clusters: {
      type: 'object',
      minProperties: 1,
      description: 'a mapping of subjects to clusters',
      propertyNames: { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' },
      additionalProperties: {
        type: 'object',
        description: 'a mapping with kind and what goes with it',
        additionalProperties: false,
        required: ['kind'],
        properties: {
          kind: { enum: ['static', 'capi', 'command'] },
          kubeconfig: text,
          context: text,
          namespace,
          template: text,
          topology: {
            type: 'object',
            additionalProperties: false,
            required: ['version', 'controlPlaneReplicas', 'workers'],
            properties: {
              class: text,
              version: { type: 'string', description: "a version in quotes, such as 'v1.36.1' or '1.36'" },
              controlPlaneReplicas: replicas,
              workers: {
                type: 'array',
                items: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['class', 'replicas'],
                  properties: { class: text, name: text, replicas, failureDomain: text, variables: anything },
                },
              },
              variables: anything,
              clusterNetwork: anything,
            },
          },
          variables: values,
          provision: commandLine,
          unprovision: commandLine,
          environment: values,
          timeouts: {
            type: 'object',
            additionalProperties: false,
            properties: { ready: timeout, gone: timeout, provision: timeout, unprovision: timeout },
          },
        },
      },
    },
  },
}
