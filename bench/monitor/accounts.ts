import { writeFileSync } from 'node:fs'
import { hashPassword } from '../../src/monitor/accounts/password-hash.ts'
import type { TestAccount } from '../../testbed/monitor/open-monitor.ts'

/** A bootstrap file: one account that may submit for all subjects and see all, as a CI has it. Gives its login. */
export async function writeAccounts(
  file: string,
  subjects: readonly string[],
  publicKey: string,
): Promise<TestAccount> {
  const login = { subject: 'ci', password: 'battery-staple' }
  const keys = [{ public_key: publicKey, public_key_type: 'ssh-ed25519', public_key_name: 'primary' }]
  const ci = { subject: 'ci', api_keys: [await hashPassword(login.password)], keys, roles: ['append_any', 'read_any'] }
  const accounts = [ci, ...subjects.map((subject) => ({ subject, delegates: ['ci'] }))]
  writeFileSync(file, JSON.stringify({ accounts }))
  return login
}
