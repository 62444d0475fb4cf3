import { StatusError, type Call, type Kubernetes } from '../src/kubernetes/client.ts'
import { validator } from '../src/validate.ts'

/** What each path answers: a list as its items, an error as its rejection; what is not there is 404. */
export type Answers = Readonly<Record<string, unknown>>

/** A cluster that only knows these answers; for facts, where the client itself is not the point. */
export function fakeKubernetes(answers: Answers, calls: string[] = []): Kubernetes {
  const wires = validator()
  const bodyOf = ({ method = 'GET', path, accept = [] }: Call): { readonly status: number; readonly body: unknown } => {
    calls.push(`${method} ${path}`)
    const body = answers[path]
    if (body instanceof Error) throw body
    if (body !== undefined) return { status: 200, body }
    if (accept.includes(404)) return { status: 404, body: null }
    throw new StatusError('dependency', `${method} ${path} was answered with 404: not found`, 404, 'not found')
  }
  const unused = () => Promise.reject(new Error('the fake does not do that'))
  return {
    context: 'fake',
    server: 'https://127.0.0.1:6443',
    send: async (call) => ({ ...bodyOf(call), headers: {} }),
    read: async (call, wire) => (await wires.check(bodyOf(call).body, wire, call.path)) as never,
    async list(call, item) {
      const { body } = bodyOf(call)
      if (!Array.isArray(body)) throw new Error(`${call.path} has no list of items`)
      return Promise.all(body.map(async (one) => (await wires.check(one, item, call.path)) as never))
    },
    stream: unused,
    anonymous: unused,
  }
}
