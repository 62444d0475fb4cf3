import { homedir } from 'node:os'
import addCompletion from '@bomb.sh/tab/commander'
import type { Command } from 'commander'
import { formats } from '../../reports/index.ts'
import { contextNames } from '../kubernetes/kubeconfig.ts'
import { cloudNames } from '../openstack/config/cloud.ts'
import { loadScope, scopeIds } from '../standards.ts'
import { UsageError } from '../usage-error.ts'

type Choice = readonly [value: string, description: string]

/** The commands `completion SHELL` and `complete`, which the shells' scripts call back; with testcases, scopes, formats, clouds and contexts. */
export async function completion(): Promise<(program: Command) => void> {
  const scopes = await Promise.all((await scopeIds()).map((id) => loadScope(id)))
  const testcases: readonly Choice[] = [
    ...new Map(scopes.flatMap((scope) => scope.testcases.map(({ id, description }) => [id, description] as const))),
  ]
  const values: Readonly<Record<string, readonly Choice[]>> = {
    scope: scopes.map(({ id, name }) => [id, name]),
    format: Object.keys(formats).map((name) => [name, '']),
    'os-cloud': (await clouds()).map((name) => [name, '']),
    context: (await contexts()).map((name) => [name, '']),
    id: testcases,
  }
  return (program) => {
    const root = addCompletion(program, { completionCommandName: 'completion' })
    for (const command of root.commands.values()) {
      for (const taker of [...command.options.values(), ...command.arguments.values()]) {
        const choices = values['value' in taker ? taker.value : taker.name]
        if (choices)
          taker.handler = (complete) => choices.forEach(([value, description]) => complete(value, description))
      }
    }
  }
}

function clouds(): Promise<readonly string[]> {
  return namesOrNone(cloudNames({ environment: process.env, directory: process.cwd(), home: homedir() }))
}

/** Of the kubeconfig that kubectl takes; what --kubeconfig names further up the line is not known here. */
function contexts(): Promise<readonly string[]> {
  return namesOrNone(contextNames({ environment: process.env, directory: process.cwd(), home: homedir() }))
}

/** A shell's question is no place to complain about a broken file. */
async function namesOrNone(names: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await names
  } catch (error) {
    if (error instanceof UsageError) return []
    throw error
  }
}
