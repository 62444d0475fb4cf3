import { deepStrictEqual as deepEqual } from 'node:assert'
import { factStore } from '../src/fact-store.ts'
import { referenceTime, type Fact, type ProbeError } from '../src/fact.ts'
import { StatusError, type Answer, type Call, type Kubernetes } from '../src/kubernetes/client.ts'
import { kubernetes } from '../src/kubernetes/facts.ts'
import { ledger, runId } from '../src/kubernetes/lease.ts'
import type { LedgerEntry } from '../src/ledger.ts'
import { validator } from '../src/validate.ts'

/**
 * What a literal cluster answers: a body (a text where one streams), a status that is an error, or what a function says of
 * the call.
 */
export type Reply = object | string | number | ((call: Call) => Reply)

/** Answers by `METHOD path`, without the query. All else is not there: 404. */
export type Replies = Readonly<Record<string, Reply>>

/** A cluster that is nothing but a table; notes the calls it gets. Bodies are held against their wires, as the client does. */
export function literalKubernetes(replies: Replies): Kubernetes & { readonly calls: string[] } {
  const calls: string[] = []
  const wires = validator()

  function replyTo(call: Call): object | string | number {
    const key = `${call.method ?? 'GET'} ${call.path}`
    calls.push(key)
    let reply = replies[key] ?? 404
    while (typeof reply === 'function') reply = (reply as (call: Call) => Reply)(call)
    return reply
  }

  async function send(call: Call): Promise<Answer> {
    const reply = replyTo(call)
    if (typeof reply === 'object' && reply instanceof Error) throw reply
    if (typeof reply === 'object' && 'answer' in reply) return answerOf(call, reply.answer as Answer)
    if (typeof reply === 'number') return answerOf(call, { status: reply, headers: {}, body: { kind: 'Status' } })
    return answerOf(call, { status: 200, headers: {}, body: reply })
  }

  const read: Kubernetes['read'] = async (call, wire) => wires.check((await send(call)).body, wire, call.path)
  return {
    context: 'literal',
    server: 'https://127.0.0.1:6443',
    calls,
    send,
    read,
    async list(call, item) {
      const { items } = (await send(call)).body as { readonly items: readonly unknown[] }
      return Promise.all(items.map((body) => wires.check(body, item, call.path)))
    },
    async stream(call, onText) {
      const { body } = await send(call)
      onText(String(body))
    },
    async anonymous(call) {
      const { status, headers, body } = await send({ ...call, accept: all })
      return { status, headers, text: typeof body === 'object' ? JSON.stringify(body) : '' }
    },
  }
}

const all = Array.from({ length: 400 }, (_, index) => 200 + index)
const kinds = { 401: 'auth', 403: 'forbidden', 404: 'dependency' } as const

function answerOf(call: Call, answer: Answer): Answer {
  const { status, body } = answer
  if (status < 400 || call.accept?.includes(status)) return answer
  const said = (body as { readonly message?: string } | null)?.message ?? ''
  const kind = kinds[status as keyof typeof kinds] ?? (status < 500 ? 'malformed' : 'unreachable')
  throw new StatusError(kind, `${call.method ?? 'GET'} ${call.path} was answered with ${status}: ${said}`, status, said)
}

/** An answer with all its parts. */
export function answer(status: number, body: unknown, headers: Answer['headers'] = {}): Reply {
  return { answer: { status, headers, body } }
}

/** Learns a fact of a literal cluster, in a run with id `1f`: its value, or the ProbeError it failed with. */
export async function learnOn<T>(fact: Fact<T>, replies: Replies, more: readonly [Fact, unknown][] = []) {
  const cluster = literalKubernetes(replies)
  const entries: LedgerEntry[] = []
  const given = new Map<Fact, unknown>([
    [kubernetes, cluster],
    [referenceTime, '2026-11-24T12:00:00.000Z'],
    [runId, '1f'],
    [ledger, { record: async (entry: LedgerEntry) => void entries.push(entry) }],
    ...more,
  ])
  const store = factStore({ given, signal: new AbortController().signal, timeoutMs: 10_000, concurrency: 4 })
  const learned: unknown = await store.learn(fact).catch((error: { probe: ProbeError }) => error.probe)
  if (!(learned instanceof Error)) deepEqual(JSON.parse(JSON.stringify(learned)), learned, 'facts are plain JSON')
  return { learned, calls: cluster.calls, entries }
}
