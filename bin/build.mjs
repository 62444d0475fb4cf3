// Makes dist/ for the published package: Node runs no TypeScript below node_modules. In a checkout nothing is built.
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
process.chdir(root)
rmSync('dist', { recursive: true, force: true })
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
// Data that the code finds beside itself.
for (const file of globSync([
  'standards/**/*.{yaml,json}',
  'reports/*.json',
  'testbed/{clouds,clusters}/*.yaml',
  'testbed/simulator/**/*.{json,yaml}',
  'testbed/kubernetes/{scenario.schema.json,users.yaml}',
])) {
  cpSync(file, join('dist', file))
}
