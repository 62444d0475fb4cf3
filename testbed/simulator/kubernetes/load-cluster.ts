import scenarioSchema from '../../kubernetes/scenario.schema.json' with { type: 'json' }
import cloudSchema from '../description.schema.json' with { type: 'json' }
import type { Fault } from '../faults.ts'
import { reader } from '../read-description.ts'
import type { ClusterDescription, FullClusterDescription } from './description.ts'
import schema from './description.schema.json' with { type: 'json' }

// Nodes are those of testbed/kubernetes, actions of faults those of the simulated cloud: said once, there.
const whole = {
  ...schema,
  definitions: {
    ...schema.definitions,
    node: scenarioSchema.definitions.node,
    action: cloudSchema.definitions.action,
    count: cloudSchema.definitions.count,
  },
}

const { read, parse } = reader<FullClusterDescription>(whole)

/** Reads the description of a cluster from a file, or takes one as it is; a bad one is refused in one sentence. */
export function loadCluster(source: ClusterDescription | string, today?: Date): FullClusterDescription {
  return read(source, today)
}

/** Takes one fault from the outside: command line or control endpoint. */
export function parseClusterFault(value: unknown): Fault {
  return parse<Fault>('fault', value)
}
