import { complain } from './settings.ts'

const shortest = 12

/** The passphrase of backups; undefined after it was said what is wrong with it. Not part of Config, which the server keeps in memory. */
export const readPassphrase = (): string | undefined => {
  const passphrase = process.env['XINQIAO_BACKUP_PASSPHRASE'] ?? ''
  if (passphrase.length >= shortest) return passphrase
  complain(`xinqiao: XINQIAO_BACKUP_PASSPHRASE must be set to at least ${shortest} characters`)
  return undefined
}
