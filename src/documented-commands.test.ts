import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CommanderError, type Command } from 'commander'
import t from 'tap'
import { attestCommand } from './cli/attest.ts'
import { flavorOnCloud } from './cli/flavor-on-cloud.ts'
import { makeProgram, type Commands } from './options.ts'
import { redactor } from './redact.ts'

// What the pages, the units and the help say to type is read as the command line reads it; nothing of it is done.

const root = fileURLToPath(new URL('..', import.meta.url))
const files = [
  'README.md',
  ...globSync('docs/*.md', { cwd: root }),
  ...globSync('deploy/systemd/*.service', { cwd: root }),
]

/** Lines that begin with the command, or have it with options in backticks; those of a unit that start it. */
function commandsIn(text: string): readonly string[] {
  const whole = text.replaceAll(/\s*\\\n\s*/g, ' ')
  const lines = whole.matchAll(/^(?: *|ExecStart=\/usr\/local\/)(?:bin\/)?scs-conformance (.+)$/gm)
  const inText = whole.matchAll(/`(?:bin\/)?scs-conformance ([^`]* --[^`]+)`/g)
  return [...lines, ...inText].map(([, rest = '']) => rest).filter((rest) => !rest.includes('…'))
}

/** As a shell takes it apart, roughly: quotes, no pipe, no comment; what stands in a column of its own is one too. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(/\s+#|\s\||\s>| {2,}/)
  const named = command.replace(' $OPTIONS', '').replace('${POSTGRES}', 'postgres://scs@db.example/scs')
  return [...named.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/['"]/g, ''))
}

/** The command line, in which every command tells its name and does nothing. */
function commandLine(taken: (name: string) => void): Command {
  const family = (command: Command) => {
    for (const one of command.commands) one.action(() => taken(one.name()))
    return Promise.resolve(command)
  }
  const families: Partial<Commands> = {
    attest: () => family(attestCommand(() => {})),
    flavor: async () => family(await flavorOnCloud(redactor())),
  }
  const other = (name: string) => () => {
    taken(name)
    return Promise.resolve(0)
  }
  const commands = new Proxy(families as Commands, {
    get: (own, name) => (name === 'completion' ? undefined : (Reflect.get(own, name) ?? other(String(name)))),
  })
  const program = makeProgram('0', commands, () => {})
  const all = [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]
  for (const one of all) one.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} })
  return program
}

/** What the command line has to say against it; undefined where it is understood. */
async function wrongIn(words: readonly string[]): Promise<string | undefined> {
  const wanted: string[] = []
  try {
    await commandLine((name) => wanted.push(name)).parseAsync(words, { from: 'user' })
    return wanted.length === 1 ? undefined : 'is no command'
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined // --help
    return error instanceof Error ? error.message : String(error)
  }
}

function helpOf(command: Command): string {
  let help = ''
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
  return help
}

const program = commandLine(() => {})
const texts = new Map([
  ...files.map((file) => [file, readFileSync(`${root}/${file}`, 'utf8')] as const),
  ...[program, ...program.commands].map((one) => [`${one.name()} --help`, helpOf(one)] as const),
])

for (const [name, text] of texts) {
  t.test(name, async (t) => {
    for (const command of commandsIn(text).filter((one) => !one.startsWith('[options]') && !/ \[options\]/.test(one))) {
      t.equal(await wrongIn(wordsOf(command)), undefined, command)
    }
  })
}

t.test('what it does not understand is found', async (t) => {
  const [good = '', bad = '', unknown = ''] = commandsIn(
    '    scs-conformance worker --config s \\\n      --postgres postgres://a@b/c --output o   # works\n' +
      'Usage: scs-conformance worker\n' +
      'ExecStart=/usr/local/bin/scs-conformance serve --outputs o $OPTIONS\n' +
      'and `scs-conformance work --output o` does\n',
  )
  t.equal(await wrongIn(wordsOf(good)), undefined)
  t.match(await wrongIn(wordsOf(bad)), /unknown option '--outputs'/)
  t.match(await wrongIn(wordsOf(unknown)), /unknown command 'work'/)
})
